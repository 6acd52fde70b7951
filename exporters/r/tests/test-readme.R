# The script of the README is run, and what the README shows of it, and the table, are up to
# date but for numbers: WINDOWBOX_README=write writes them.

path <- file.path(dirname(here), "README.md")
script <- file.path(dirname(here), "inst", "examples", "titanic.R")
source(file.path(here, "census.R"), local = TRUE)

folder <- tempfile("readme")
dir.create(folder)
before <- setwd(folder)
scope <- new.env(parent = globalenv())
said <- tryCatch(utils::capture.output(sys.source(script, scope)), finally = setwd(before))
said <- gsub(normalizePath(folder), "~", said, fixed = TRUE)
said <- utils::head(said, -1 * (length(said) - max(grep("^ *runtime", said))))

fenced <- function(language, lines) c(paste0("```", language), lines, "```")
parts <- list(script = fenced("r", readLines(script)), output = fenced("", said), table = census_table())
replaced <- function(lines, name) {
  marks <- match(paste0("<!-- ", c("", "end of "), name, " -->"), lines)
  c(lines[seq_len(marks[1])], parts[[name]], lines[marks[2]:length(lines)])
}
was <- readLines(path)
now <- Reduce(replaced, names(parts), was)
if (Sys.getenv("WINDOWBOX_README") == "write") writeLines(now, path)
masked <- function(lines) gsub("[0-9][0-9.e+-]*", "#", lines)
expect(Sys.getenv("WINDOWBOX_README") == "write" || identical(masked(was), masked(now)),
       "README.md is out of date: WINDOWBOX_README=write")

expect(any(grepl("largest difference", said)), "no difference was printed")
expect(file.exists(file.path(folder, "titanic-survival", "package.json")), "no package was written")
answer <- asked(file.path(folder, "titanic.wbx"), scope$people[17, c("Class", "Sex", "Age")])
own <- predict(scope$fit, scope$people[17, ], type = "response")
expect(abs(answer$probabilities[[1]]$Yes - own) < 1e-15, "another answer")
