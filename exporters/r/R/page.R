# A page on which people ask the model, in the viewer, in documents and notebooks.

windowbox_page <- function(model, file = NULL, data = NULL, title = NULL, question = NULL, words = NULL, height = 720, ...) {
  if (!is.null(file) && !grepl("[.]html?$", file, ignore.case = TRUE)) refuse(file, " does not end in .html")
  wbx <- if (is.character(model)) path.expand(model) else saved_for_page(model, data, ...)
  to <- if (is.null(file)) tempfile("windowbox", fileext = ".html") else path.expand(file)
  run_command(c("page", wbx, "-o", to, page_options(title, question, words)))
  structure(list(file = to, height = height, title = if (is.null(title)) "windowbox" else title), class = "windowbox_page")
}

saved_for_page <- function(fit, data, ...) {
  if (is.null(data)) refuse("a fitted model alone does not say its columns: give data, which it was fitted to")
  folder <- tempfile("windowbox")
  dir.create(folder)
  windowbox_save(fit, data, file.path(folder, "model.wbx"), ...)
}

page_options <- function(title, question, words) {
  if (!is.null(words)) {
    file <- tempfile(fileext = ".json")
    write_json(lapply(words, as.list), file)
  }
  c(if (!is.null(title)) c("--title", title), if (!is.null(question)) c("--question", question),
    if (!is.null(words)) c("--words", file))
}

# In a frame without an origin: what is in it can neither read the document nor ask anybody.
page_frame <- function(page) {
  escaped <- function(text) {
    for (pair in list(c("&", "&amp;"), c("<", "&lt;"), c(">", "&gt;"), c("\"", "&quot;"))) {
      text <- gsub(pair[1], pair[2], text, fixed = TRUE)
    }
    text
  }
  text <- paste(readLines(page$file, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  paste0("<iframe title=\"", escaped(page$title), "\" sandbox=\"allow-scripts allow-downloads\" style=\"width: 100%; height: ",
         as.integer(page$height), "px; border: 0\" srcdoc=\"", escaped(text), "\"></iframe>")
}

# At a prompt: the viewer of RStudio, else the browser.
print.windowbox_page <- function(x, ...) {
  if (interactive()) getOption("viewer", utils::browseURL)(x$file)
  cat("A page in ", x$file, "\n", sep = "")
  invisible(x)
}

# What knitr (R Markdown, Quarto) and IRkernel (Jupyter) ask for.
knit_print.windowbox_page <- function(x, ...) structure(page_frame(x), class = "knit_asis", knit_cacheable = TRUE)
repr_html.windowbox_page <- function(obj, ...) page_frame(obj)
