# What the tests have in common. A failed expectation stops the run.

counts <- new.env()
counts$expectations <- 0

expect <- function(true, ...) {
  if (!isTRUE(true)) stop(..., call. = FALSE)
  counts$expectations <- counts$expectations + 1
}

expect_refused <- function(code, words) {
  message <- tryCatch({
    force(code)
    "it was not refused"
  }, error = conditionMessage)
  expect(grepl(words, message), "expected a refusal with ", words, ", got: ", message)
}

saved <- function(fit, data, ...) {
  file <- tempfile(fileext = ".wbx")
  said <- utils::capture.output(windowbox_save(fit, data, file, ...))
  expect(any(grepl("^Checked .*(largest difference|the same)", said)), "no difference was printed")
  file
}

# windowbox's numbers for rows of a frame: a list with NULL where there is no answer.
asked <- function(file, data) {
  rows <- tempfile(fileext = ".json")
  windowbox:::write_json(records(data), rows)
  command <- windowbox:::find_command()
  said <- suppressWarnings(system2(command, c("predict", file, rows, "--output", "json", "--proba"), stdout = TRUE,
                                   stderr = FALSE))
  jsonlite::fromJSON(paste(said, collapse = "\n"), simplifyVector = FALSE)
}

records <- function(data) lapply(seq_len(nrow(data)), function(i) lapply(as.list(data[i, , drop = FALSE]), cell))
cell <- function(x) if (is.na(x)) NULL else if (is.factor(x)) as.character(x) else x

# Saves, then compares the answers to all rows of the data with predict()'s, which is a
# vector or a matrix with a column a class.
expect_same <- function(fit, data, expected, ..., rows = data) {
  file <- saved(fit, data, ...)
  names <- vapply(windowbox:::windowbox_model(fit, data, ...)$pipeline$columns, `[[`, "", "name")
  answers <- asked(file, rows[names])
  expected <- unname(as.matrix(expected))
  got <- numbers(answers, nrow(expected), ncol(expected))
  expect(identical(is.na(got), !is.finite(expected)), words(fit), ": other rows are answered")
  worst <- suppressWarnings(max(abs(got - expected) / pmax(abs(expected), 1e-3), na.rm = TRUE))
  expect(worst < 1e-12, words(fit), ": off by ", worst)
  invisible(file)
}

words <- function(fit) {
  formula <- tryCatch(deparse1(stats::formula(windowbox:::last_of(fit))), error = function(error) NULL)
  paste(class(windowbox:::last_of(fit))[1], formula)
}

# A matrix as predict() gives it; of two classes in one column the second.
numbers <- function(answers, rows, columns) {
  parts <- if (is.null(answers$probabilities)) answers$prediction else answers$probabilities
  one <- function(part) if (is.null(part)) rep(NA_real_, columns) else utils::tail(as.numeric(unlist(part)), columns)
  t(matrix(vapply(parts, one, numeric(columns)), columns, rows))
}

# What predict() answers row by row, NA where it stops.
row_by_row <- function(fit, rows, ...) {
  one <- function(i) tryCatch(suppressWarnings(stats::predict(fit, rows[i, , drop = FALSE], ...)), error = function(e) NA)
  vapply(seq_len(nrow(rows)), function(i) as.numeric(one(i)), 0)
}
