# Pages: the file, the frame, and what is refused.

fit <- lm(mpg ~ wt + hp, mtcars)
wbx <- saved(fit, mtcars, target = "mpg")
to <- tempfile(fileext = ".html")
page <- windowbox_page(wbx, to, question = "How far & \"wide\"?")
text <- paste(readLines(to, encoding = "UTF-8", warn = FALSE), collapse = "\n")
expect(grepl("How far & \\\"wide\\\"?", text, fixed = TRUE), "the question is not in the page")
said <- utils::capture.output(print(page))
expect(identical(said, paste("A page in", to)), "print says ", said)

frame <- windowbox:::page_frame(page)
expect(grepl("^<iframe title=\"windowbox\" sandbox=\"allow-scripts allow-downloads\" style=\"[^\"]*\" srcdoc=\"[^\"]*\"></iframe>$", frame), "the frame")
inner <- sub("\"></iframe>$", "", sub("^.*? srcdoc=\"", "", frame, perl = TRUE))
for (pair in list(c("&quot;", "\""), c("&gt;", ">"), c("&lt;", "<"), c("&amp;", "&"))) inner <- gsub(pair[1], pair[2], inner, fixed = TRUE)
expect(identical(inner, text), "the frame does not hold the page")
expect(inherits(windowbox:::knit_print.windowbox_page(page), "knit_asis"), "knitr gets no text as it is")

utils::capture.output(own <- windowbox_page(fit, data = mtcars, target = "mpg", words = list(mpg = c(a = "A"))))
expect(grepl("\"words\":{\"mpg\":{\"a\":\"A\"}}", paste(readLines(own$file, warn = FALSE), collapse = ""), fixed = TRUE), "the words")
expect_refused(windowbox_page(fit), "give data")
expect_refused(windowbox_page(wbx, "page"), "does not end in .html")
