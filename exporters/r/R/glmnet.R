# Penalised regressions of glmnet, at one penalty `s` as its predict() has it. It reads a
# matrix: its columns are the data's, by their names. Those without a weight are not asked
# for; predict() does not look at them either.

windowbox_model.cv.glmnet <- function(fit, data, s = "lambda.1se", ...) {
  if (is.character(s)) s <- fit[[match.arg(s, c("lambda.1se", "lambda.min"))]]
  windowbox_model(fit$glmnet.fit, data, s = s, ...)
}

windowbox_model.glmnet <- function(fit, data, s = NULL, ...) {
  if (is.null(s) && length(fit$lambda) == 1) s <- fit$lambda
  if (!is.numeric(s) || length(s) != 1) refuse("a glmnet has many penalties: say which, windowbox_save(..., s = 0.01)")
  if (isTRUE(fit$offset)) refuse("a glmnet with an offset is not read")
  kind <- glmnet_kinds[[class(fit)[1]]]
  if (is.null(kind)) windowbox_model.default(fit)
  penalties <- ncol(if (kind == "shares") fit$beta[[1]] else fit$beta)
  numbers_in(fit, lambda = penalties, dim = 2, a0 = penalties * (if (kind == "shares") length(fit$classnames) else 1))
  weights <- glmnet_weights(fit, s)
  names <- colnames(weights)[-1]
  used <- colSums(weights[, -1, drop = FALSE] != 0) > 0
  if (!any(used)) refuse("at this penalty the glmnet reads no column")
  p <- new_pipeline(lapply(names, matrix_column, data)[used])
  slots <- linear(p, weights[, -1, drop = FALSE][, used, drop = FALSE], unname(weights[, 1]), seq_len(sum(used)) - 1L, "beta")
  # Its softmax overflows where others do not; such a row has no answer.
  if (kind == "shares") slots <- add_node(p, "link", "exp", slots, length(slots))
  classes <- if (length(fit$classnames)) list(classes = I(fit$classnames))
  target <- c(list(name = "value", slots = I(slots), link = kind), classes)
  answer <- function(row) {
    as.vector(stats::predict(fit, data.matrix(row[names]), s = s, type = "response"))
  }
  new_model(p, target, answer, paste0("penalised regression (glmnet), s = ", format(s, digits = 15)))
}

# Of each class of fits the link that makes the answer.
glmnet_kinds <- list(elnet = "identity", lognet = "sigmoid", fishnet = "exp", multnet = "shares")

# A row for each output, the intercept first.
glmnet_weights <- function(fit, s) {
  coefficients <- stats::coef(fit, s = s)
  if (!is.list(coefficients)) coefficients <- list(coefficients)
  weights <- do.call(rbind, lapply(coefficients, function(one) t(as.matrix(one))))
  if (any(colnames(weights) == "")) refuse("the glmnet was fitted to a matrix without column names")
  weights
}
