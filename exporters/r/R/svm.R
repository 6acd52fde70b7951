# Support vector machines of e1071, that is LIBSVM. They are made of rows of the data.

windowbox_model.svm <- function(fit, data, ...) {
  if (isTRUE(fit$sparse)) refuse("a svm that was fitted to a sparse matrix is not read: fit it to a data frame")
  check_numbers(fit)
  formula <- inherits(fit, "svm.formula")
  design <- if (formula) svm_design(fit, data) else matrix_design(colnames(fit$SV), data)
  p <- design$p
  if (formula && ncol(fit$SV) != length(design$slots)) {
    refuse("SV: ", ncol(fit$SV), " columns for ", length(design$slots), " of the design, whose factors have the levels ",
           "of the data: give data with all of them")
  }
  check_svm(fit, length(design$slots))
  slots <- add_node(p, "svm", svm_keys(fit), svm_scaled(p, fit, design$slots), svm_outputs(fit))
  name <- if (formula) response_name(fit) else "value"
  names <- column_names(p)
  new_model(p, c(list(name = name), svm_target(p, fit, slots)), svm_answer(fit, names),
            paste0("support vector machine (svm), ", svm_types[fit$type + 1]), of_rows = TRUE)
}

svm_types <- c("C-classification", "nu-classification", "one-classification", "eps-regression", "nu-regression")
is_classes <- function(fit) fit$type < 2

# predict() takes factors and contrasts as the data have them.
svm_design <- function(fit, data) {
  formula <- formula_of(fit)
  factors <- formula$labels[formula$classes %in% c("factor", "ordered", "character")]
  for (label in factors) {
    if (!is.factor(data[[label]])) refuse(label, " is no factor of the data: make it one and fit again")
  }
  formula$levels <- lapply(data[factors], levels)
  p <- new_pipeline(describe_columns(asked_expressions(formula), data, formula$levels))
  list(p = p, slots = design(p, formula))
}

# The C code trusts most of these.
check_numbers <- function(fit) {
  numbers_in(fit, type = 1, kernel = 1, nclasses = 1, tot.nSV = 1, gamma = 1, degree = 1, coef0 = 1)
  whole <- length(fit$SV) && length(dim(fit$SV)) == 2 && length(dim(fit$coefs)) == 2
  if (!whole || fit$tot.nSV != nrow(fit$SV)) refuse("SV: not ", fit$tot.nSV, " support vectors and coefficients of each")
  classes <- if (is_classes(fit)) fit$nclasses else length(fit$labels)
  numbers_in(fit, SV = length(fit$SV), coefs = length(fit$coefs), labels = classes, nSV = classes)
  if (is_classes(fit) && isTRUE(fit$compprob)) {
    pairs <- fit$nclasses * (fit$nclasses - 1) / 2
    numbers_in(fit, probA = pairs, probB = pairs)
  }
  columns <- c("scaled:center", "scaled:scale")
  counts <- function(n) stats::setNames(as.list(c(n, n)), columns)
  if (any(fit$scaled)) do.call(numbers_in, c(list(fit$x.scale), counts(sum(fit$scaled))))
  if (!is_classes(fit) && length(fit$y.scale)) do.call(numbers_in, c(list(fit$y.scale), counts(1)))
}

check_svm <- function(fit, columns) {
  pairs <- if (is_classes(fit)) fit$nclasses * (fit$nclasses - 1) / 2 else 1
  if (ncol(fit$SV) != columns) refuse("SV: ", ncol(fit$SV), " columns for ", columns, " of the design")
  if (!all(is.finite(fit$SV))) refuse("SV: one is not a finite number")
  if (length(fit$rho) != pairs || !all(is.finite(fit$rho))) refuse("rho: not one number a machine")
  if (nrow(fit$coefs) != nrow(fit$SV) || !all(is.finite(fit$coefs))) refuse("coefs: not one number a support vector")
  if (!fit$kernel %in% 0:3) refuse("kernel: ", fit$kernel, " is none of LIBSVM's")
  if (is_classes(fit) && sum(fit$nSV) != nrow(fit$SV)) refuse("nSV: ", sum(fit$nSV), " of ", nrow(fit$SV), " vectors")
}

svm_scaled <- function(p, fit, slots) {
  slots <- finite(p, slots)
  if (!any(fit$scaled)) return(slots)
  center <- replace(numeric(length(slots)), fit$scaled, fit$x.scale[["scaled:center"]])
  scale <- replace(center^0, fit$scaled, fit$x.scale[["scaled:scale"]])
  add_node(p, "scale", list(center = I(center), scale = I(scale)), slots, length(slots))
}

svm_keys <- function(fit) {
  one <- list(terms = seq_len(nrow(fit$SV)), weights = fit$coefs[, 1])
  machines <- if (is_classes(fit)) pair_machines(fit) else list(one)
  terms <- lapply(machines, `[[`, "terms")
  sigmoids <- if (is_classes(fit) && isTRUE(fit$compprob)) c(fit$probA, fit$probB)
  list(columns = ncol(fit$SV), precision = "f64", kernel = svm_kernel(fit), vectors = I(as.vector(t(fit$SV))),
       ends = I(cumsum(lengths(terms))), terms = I(unlist(terms) - 1), offsets = I(-fit$rho),
       coefficients = I(unlist(lapply(machines, `[[`, "weights"))), classes = if (is_classes(fit)) fit$nclasses else 0,
       pairs = I(as.numeric(unlist(lapply(machines, `[[`, "pair")))), first_voted = FALSE, sigmoids = I(as.numeric(sigmoids)))
}

# The machine of two classes has the vectors of both; in `coefs` a class leaves itself out.
pair_machines <- function(fit) {
  rows <- split(seq_len(nrow(fit$SV)), rep(seq_along(fit$nSV), fit$nSV))
  pairs <- utils::combn(fit$nclasses, 2)
  lapply(seq_len(ncol(pairs)), function(m) {
    i <- pairs[1, m]
    j <- pairs[2, m]
    list(terms = c(rows[[i]], rows[[j]]), weights = c(fit$coefs[rows[[i]], j - 1], fit$coefs[rows[[j]], i]),
         pair = c(i, j) - 1)
  })
}

svm_kernel <- function(fit) {
  gamma <- list(gamma = fit$gamma)
  switch(fit$kernel + 1, "linear", list(polynomial = c(gamma, coef0 = fit$coef0, degree = fit$degree)),
         list(radial = gamma), list(sigmoid = c(gamma, coef0 = fit$coef0)))
}

svm_outputs <- function(fit) {
  if (!is_classes(fit)) return(1)
  length(fit$rho) + 1 + fit$nclasses * (1 + isTRUE(fit$compprob))
}

# Without probabilities the shares of votes.
svm_target <- function(p, fit, slots) {
  if (fit$type == 2) return(one_class(p, slots))
  if (!is_classes(fit)) return(list(slots = I(rescaled(p, fit, slots))))
  k <- seq_len(fit$nclasses)
  votes <- slots[length(fit$rho) + k]
  class <- slots[length(fit$rho) + fit$nclasses + 1]
  shares <- if (isTRUE(fit$compprob)) utils::tail(slots, fit$nclasses) else {
    add_node(p, "scale", list(center = I(0 * k), scale = I(0 * k + length(fit$rho))), votes, length(k))
  }
  classes <- if (is.character(fit$levels)) fit$levels[fit$labels] else fit$labels
  list(slots = I(shares), classes = I(classes), decision = list(coded = list(slot = class)))
}

# TRUE where the decision is above 0.
one_class <- function(p, slots) {
  inside <- arithmetic(p, "less", list(list(constant(0), slot(slots))))
  list(slots = I(inside), classes = c(FALSE, TRUE))
}

rescaled <- function(p, fit, slots) {
  if (!any(fit$scaled) || is.null(fit$y.scale)) return(slots)
  y <- apply_function(p, "multiply", slot(slots), constant(fit$y.scale[["scaled:scale"]]))
  apply_function(p, "add", y, constant(fit$y.scale[["scaled:center"]]))$slot
}

# A row of the columns that are read: predict() leaves out rows that lack any other.
svm_answer <- function(fit, names) {
  function(row) {
    said <- stats::predict(fit, row[names], probability = isTRUE(fit$compprob))
    if (!length(said)) return(NULL)
    if (!is_classes(fit)) return(if (is.logical(said)) list(label = unname(said)) else unname(said))
    shares <- attr(said, "probabilities")
    label <- stats::predict(fit, row[names])
    c(list(label = if (is.factor(label)) as.character(label) else unname(label)),
      if (!is.null(shares)) list(probabilities = I(as.vector(shares))))
  }
}
