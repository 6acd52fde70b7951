# Discriminant analyses of MASS, as predict() does them by default ("plug-in").

windowbox_model.lda <- function(fit, data, ...) {
  only(fit, "lda")
  design <- discriminant_design(fit, data)
  dimensions <- seq_along(fit$svd)
  if (!length(dimensions)) refuse("svd: no discriminant")
  if (NROW(fit$scaling) != ncol(fit$means)) refuse("scaling: ", nrow(fit$scaling), " rows of ", ncol(fit$means))
  scaling <- fit$scaling[, dimensions, drop = FALSE]
  center <- colSums(fit$prior * fit$means)
  means <- scale(fit$means, center, FALSE) %*% scaling
  scores <- discriminants(design$p, design$slots, center, scaling)
  margins <- linear(design$p, means, unname(log(fit$prior) - 0.5 * rowSums(means^2)), scores, "means and prior")
  discriminant_model(fit, design, margins, "linear discriminant analysis (lda)")
}

windowbox_model.qda <- function(fit, data, ...) {
  only(fit, "qda")
  design <- discriminant_design(fit, data)
  p <- design$p
  numbers_in(fit, ldet = nrow(fit$means))
  columns <- ncol(fit$means)
  classes <- seq_along(fit$lev)
  if (!identical(dim(fit$scaling), c(columns, columns, length(classes)))) refuse("scaling: not a square a class")
  scores <- lapply(classes, function(k) discriminants(p, design$slots, fit$means[k, ], as.matrix(fit$scaling[, , k])))
  keys <- list(reduction = "sum-of-squares", precision = "f64", width = columns)
  squares <- add_node(p, "reduce", keys, unlist(scores), length(classes))
  margins <- linear(p, diag(-0.5, length(classes)), unname(log(fit$prior) - 0.5 * fit$ldet), squares, "ldet and prior")
  discriminant_model(fit, design, margins, "quadratic discriminant analysis (qda)")
}

discriminants <- function(p, slots, center, scaling) {
  if (!all(is.finite(center))) refuse("means: one is not a finite number")
  keys <- list(center = I(unname(center)), scale = I(rep(1, length(slots))))
  centred <- add_node(p, "scale", keys, slots, length(slots))
  linear(p, t(scaling), numeric(ncol(scaling)), centred, "scaling")
}

# Of a formula the columns of its design but the intercept; of a matrix those of its names.
discriminant_design <- function(fit, data) {
  if (length(dim(fit$means)) != 2) refuse("means: not a row a class")
  numbers_in(fit, means = length(fit$means), prior = nrow(fit$means), scaling = length(fit$scaling))
  design <- if (is.null(fit$terms)) matrix_design(colnames(fit$means), data) else {
    formula <- formula_of(fit)
    p <- new_pipeline(linear_columns(fit, data))
    list(p = p, slots = design(p, formula))
  }
  if (length(design$slots) != ncol(fit$means)) {
    refuse("means: ", ncol(fit$means), " columns for ", length(design$slots), " of the design")
  }
  if (length(fit$lev) != nrow(fit$means)) refuse("lev: not one a class")
  design
}

discriminant_model <- function(fit, design, margins, words) {
  name <- if (is.null(fit$terms)) "class" else response_name(fit)
  target <- list(name = name, slots = I(margins), link = "softmax", classes = I(fit$lev))
  columns <- if (is.null(fit$terms)) colnames(fit$means)
  answer <- function(row) as.vector(stats::predict(fit, if (is.null(columns)) row else row[columns])$posterior)
  new_model(design$p, target, answer, words)
}
