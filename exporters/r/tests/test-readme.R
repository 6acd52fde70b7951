# The lines of the README are executed as they stand.

lines <- readLines(file.path(dirname(here), "README.md"))
marks <- grep("^```", lines)
code <- lines[(marks[1] + 1):(marks[2] - 1)]
folder <- tempfile("readme")
dir.create(folder)
before <- setwd(folder)
said <- tryCatch(utils::capture.output(source(textConnection(code), local = TRUE)), finally = setwd(before))

expect(any(grepl("largest difference", said)), "no difference was printed")
expect(file.exists(file.path(folder, "titanic-survival", "package.json")), "no package was written")
answer <- asked(file.path(folder, "titanic.wbx"), people[17, c("Class", "Sex", "Age")])
expect(abs(answer$probabilities[[1]]$Yes - predict(fit, people[17, ], type = "response")) < 1e-15, "another answer")
