# Boosters of xgboost and lightgbm: their packages write their own files, which the command
# reads. What comes out is a pipeline as any other.

windowbox_model.xgb.Booster <- function(fit, data, classes = attr(fit, "metadata")$y_levels, ...) {
  file <- tempfile(fileext = ".json")
  on.exit(unlink(file))
  written("xgboost", "xgb.save", fit, file)
  learner <- jsonlite::fromJSON(file, simplifyVector = FALSE)$learner
  names <- unlist(learner$feature_names)
  label <- identical(learner$objective$name, "multi:softmax")
  single <- list(absolute = 1e-7, relative = 2e-6, reason = "xgboost computes in single precision")
  booster(fit, data, file, names, classes, label, "boosted trees (xgboost)", single)
}

windowbox_model.xgboost <- windowbox_model.xgb.Booster

windowbox_model.lgb.Booster <- function(fit, data, classes = NULL, ...) {
  file <- tempfile(fileext = ".txt")
  on.exit(unlink(file))
  written("lightgbm", "lgb.save", fit, file)
  line <- grep("^feature_names=", readLines(file, n = 50), value = TRUE)
  names <- strsplit(sub("^feature_names=", "", line), " ")[[1]]
  booster(fit, data, file, names, classes, FALSE, "boosted trees (lightgbm)")
}

# The package's own function for its own file.
written <- function(package, save, fit, file) {
  if (!requireNamespace(package, quietly = TRUE)) refuse("the package ", package, ", which saves it, is not installed")
  getExportedValue(package, save)(fit, file)
  if (!file.exists(file)) refuse(package, "::", save, " wrote nothing")
}

booster <- function(fit, data, file, names, classes, label, words, tolerance = NULL) {
  missing <- setdiff(names, names(data))
  if (!length(names)) refuse("the booster was fitted to a matrix without column names")
  if (length(missing)) {
    refuse("the booster reads ", missing[1], ", and the data have no such column: give as.data.frame(x)")
  }
  sidecar <- list(features = I(lapply(names, booster_feature, data)))
  if (length(classes)) sidecar$target <- list(classes = I(classes))
  document <- imported(file, sidecar)
  answer <- function(row) {
    said <- stats::predict(fit, booster_rows(row[names]))
    if (label) list(label = if (length(classes)) classes[said + 1] else said) else as.vector(said)
  }
  new_model(pipeline_of(document), document$targets[[1]], answer, words, tolerance = tolerance)
}

booster_feature <- function(name, data) {
  x <- data[[name]]
  if (is.factor(x)) return(list(name = name, type = "categorical", categories = I(levels(x))))
  if (!is.numeric(x) && !is.logical(x)) refuse("column ", name, " is a ", class(x)[1], ": make it a number or a factor")
  list(name = name, type = "numeric")
}

booster_rows <- function(rows) if (any(vapply(rows, is.factor, NA))) rows else data.matrix(rows)

# What the command makes of a file of another library, as JSON.
imported <- function(file, sidecar) {
  folder <- tempfile("imported")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  at <- function(name) file.path(folder, name)
  write_json(sidecar, at("schema.json"))
  run_command(c("import", file, "--schema", at("schema.json"), "-o", at("model.json")))
  jsonlite::fromJSON(at("model.json"), simplifyVector = FALSE)
}

pipeline_of <- function(document) {
  p <- new_pipeline(lapply(document$columns, function(column) {
    if (!is.null(column$levels)) column$levels <- unlist(column$levels)
    column
  }))
  for (node in document$nodes) {
    kind <- setdiff(names(node), c("reads", "writes"))
    add_node(p, kind, node[[kind]], unlist(node$reads), length(node$writes))
  }
  p
}
