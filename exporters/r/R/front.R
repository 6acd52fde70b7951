# Steps in front of a model: list(prcomp, fit). The model is read as if the scores were
# columns of the data; then nodes that make them are put in front, and it reads theirs.

windowbox_model.list <- function(fit, data, ...) {
  if (!identical(class(fit), "list") || !length(fit)) windowbox_model.default(fit)
  if (length(fit) == 1) return(windowbox_model(fit[[1]], data, ...))
  if (is.call(fit$call)) refuse("what ", deparse1(fit$call), " gives is no fitted model: a list without a class")
  step <- windowbox_step(fit[[1]], data)
  in_front(step, windowbox_model(fit[-1], step$apply(data), ...), data)
}

last_of <- function(fit) if (identical(class(fit), "list")) fit[[length(fit)]] else fit

# A step has the names of columns that it reads and of those that it writes; `apply` adds
# them to a frame, `add` puts the nodes that make some of them into a pipeline.
windowbox_step <- function(step, data) UseMethod("windowbox_step")

windowbox_step.default <- function(step, data) {
  refuse("a ", paste(class(step), collapse = "/"), " in front of a model is not read: read are prcomp and princomp")
}

windowbox_step.prcomp <- function(step, data) projection(step$rotation, step$center, step$scale, step, data)

windowbox_step.princomp <- function(step, data) projection(step$loadings, step$center, step$scale, step, data)

projection <- function(weights, center, scale, step, data) {
  weights <- unclass(weights)
  inputs <- rownames(weights)
  if (is.null(inputs) || !all(inputs %in% names(data))) {
    refuse("rotation: ", class(step)[1], " must be fitted to named columns of the data")
  }
  center <- if (isFALSE(center)) rep(0, length(inputs)) else unname(center)
  scale <- if (isFALSE(scale)) rep(1, length(inputs)) else unname(scale)
  for (part in list(center = center, scale = scale, rotation = weights)) whole(part, length(inputs), class(step)[1])
  list(inputs = inputs, outputs = colnames(weights),
       apply = function(frame) {
         frame[colnames(weights)] <- as.data.frame(stats::predict(step, frame))
         frame
       },
       add = function(p, reads, names) add_projection(p, reads, center, scale, weights[, names, drop = FALSE]))
}

whole <- function(numbers, rows, class) {
  if (NROW(numbers) != rows) refuse("center, scale and rotation of the ", class, " are not of one length")
  if (!is.numeric(numbers) || !all(is.finite(numbers))) refuse("a number of the ", class, " is not finite")
}

# Scores of rows with a missing cell are missing.
add_projection <- function(p, reads, center, scale, weights) {
  missing <- any(vapply(p$columns[reads + 1], `[[`, NA, "missing"))
  filled <- if (missing) add_node(p, "impute", list(fill = I(center)), reads, length(reads)) else reads
  scaled <- add_node(p, "scale", list(center = I(center), scale = I(scale)), filled, length(reads))
  scores <- linear(p, t(weights), numeric(ncol(weights)), scaled)
  if (!missing) return(scores)
  flags <- arithmetic(p, "missing", lapply(reads, function(i) list(slot(i))))
  keys <- list(reduction = "any", precision = "f64", width = length(flags))
  whole <- apply_function(p, "not", slot(add_node(p, "reduce", keys, flags, 1)))
  arithmetic(p, "when", lapply(scores, function(i) list(whole, slot(i))))
}

# The model with the step in front: columns that the step writes give way to its nodes.
in_front <- function(step, model, data) {
  behind <- model$pipeline
  names <- column_names(behind)
  made <- names[names %in% step$outputs]
  if (!length(made)) refuse("the model reads nothing that the step in front of it makes")
  p <- new_pipeline(front_columns(step, behind$columns, data))
  scores <- step$add(p, match(step$inputs, column_names(p)) - 1L, made)
  columns <- ifelse(names %in% made, scores[match(names, made)], match(names, column_names(p)) - 1L)
  move <- slots_moved(columns, p$slots)
  for (node in behind$nodes) add_node(p, names(node)[1], node[[1]], move(node$reads), length(node$writes))
  answer <- model$answer
  model$pipeline <- p
  model$target <- target_moved(model$target, move)
  model$answer <- function(row) answer(step$apply(row))
  model$values <- model$values[setdiff(names(model$values), made)]
  model
}

# New numbers of slots: of the columns as given, of all others from `first` on.
slots_moved <- function(columns, first) {
  force(first)
  n <- length(columns)
  function(slots) ifelse(slots < n, columns[pmin(slots, n - 1) + 1], slots - n + first)
}

target_moved <- function(target, move) {
  target$slots <- I(move(unclass(target$slots)))
  if (!is.null(target$decision) && is.list(target$decision) && !is.null(target$decision$coded)) {
    target$decision$coded$slot <- move(target$decision$coded$slot)
  }
  target
}

# Those that the step reads, then those that the model reads itself. A cell may be missing
# where the model knows what to do with missing scores.
front_columns <- function(step, columns, data) {
  names <- vapply(columns, `[[`, "", "name")
  read <- columns[names %in% c(step$outputs, step$inputs)]
  if (!all(vapply(read, `[[`, "", "type") == "numeric")) refuse("a column that prcomp reads is a category to the model")
  missing <- all(vapply(read, `[[`, NA, "missing"))
  inputs <- lapply(step$inputs, function(name) {
    column <- describe_column(name, data[[name]])
    if (column$type != "numeric") refuse("column ", name, ", which prcomp reads, is not a number")
    replace(column, "missing", missing)
  })
  c(inputs, columns[!names %in% c(step$outputs, step$inputs)])
}
