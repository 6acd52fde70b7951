# Every model of census.R is saved, packed, and asked here and in node: labels equal on every
# row, numbers within 1e-12 (relative, distance below 1).

if (!nzchar(Sys.which("node"))) stop("the census needs node")
source(file.path(here, "census.R"), local = TRUE)
set.seed(1)
folder <- tempfile("census")
dir.create(folder)

answered <- lapply(seq_along(census), function(i) {
  one <- census[[i]]
  fit <- suppressWarnings(one$fit(one$data))
  file <- do.call(saved, c(list(fit, one$data), one$more))
  package <- file.path(folder, i)
  utils::capture.output(windowbox_pack(file, package, name = paste0("census-", i)))
  columns <- windowbox:::column_names(do.call(windowbox:::windowbox_model, c(list(fit, one$data), one$more))$pipeline)
  list(fit = fit, entry = file.path(package, "node.js"), rows = one$data[columns], native = asked(file, one$data[columns]))
})

jobs <- lapply(answered, function(one) list(entry = one$entry, rows = records(one$rows)))
windowbox:::write_json(jobs, file.path(folder, "jobs.json"))
status <- system2("node", shQuote(c(file.path(here, "census.mjs"), file.path(folder, c("jobs.json", "answers.json")))))
expect(status == 0, "node ended with ", status)
in_node <- jsonlite::fromJSON(file.path(folder, "answers.json"), simplifyVector = FALSE)

bits <- function(x) if (is.numeric(x)) as.numeric(x) else x
same_bits <- function(a, b) identical(rapply(list(a), bits, how = "replace"), rapply(list(b), bits, how = "replace"))
texts <- function(labels) vapply(labels, function(x) if (is.null(x)) NA_character_ else as.character(x), "")
line <- function(...) cat(sprintf("  %-13s %-44s %5s %7s %9s\n", ...))
line("function", "model", "rows", "labels", "furthest")
for (i in seq_along(census)) {
  one <- census[[i]]
  own <- answered[[i]]
  native <- own$native
  label <- paste(one$class, one$words)
  expect(same_bits(native$prediction, in_node[[i]]$prediction), label, ": node answers otherwise")
  expect(same_bits(native$probabilities, in_node[[i]]$probabilities), label, ": node has other probabilities")
  labels <- if (!is.null(one$labels)) {
    agree <- texts(native$prediction) == one$labels(own$fit, one$data)
    expect(all(agree), label, ": ", sum(!agree), " other labels")
    "equal"
  } else ""
  furthest <- if (!is.null(one$numbers)) {
    expected <- unname(as.matrix(one$numbers(own$fit, one$data)))
    got <- numbers(native, nrow(expected), ncol(expected))
    expect(identical(is.na(got), is.na(expected)), label, ": other rows are answered")
    distance <- max(abs(got - expected) / pmax(abs(expected), 1), na.rm = TRUE)
    expect(distance < 1e-12, label, ": off by ", distance)
    sprintf("%.1e", distance)
  } else ""
  line(one$class, one$words, nrow(one$data), labels, furthest)
}
expect(length(census) >= 30, "fewer than 30 models")
