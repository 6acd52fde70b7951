# Multinomial regression of nnet: of two classes a net of one output, of more a softmax.

windowbox_model.multinom <- function(fit, data, ...) {
  only(fit, "multinom")
  formula <- formula_of(fit)
  if (length(attr(formula$terms, "offset"))) refuse("predict() of a multinom leaves offsets out: fit it without")
  if (is.null(fit$lev)) refuse("a multinom of counts (a matrix response) is not read: fit it to a factor, with weights")
  check_net(fit)
  p <- new_pipeline(linear_columns(fit, data))
  margins <- class_margins(p, stats::coef(fit), formula, finite(p, design(p, formula)))
  two <- length(fit$lev) == 2
  target <- list(name = response_name(fit), slots = I(if (two) net_sigmoid(p, margins) else margins),
                 link = if (two) "sigmoid" else "softmax", classes = I(fit$lev))
  answer <- function(row) unname(stats::predict(fit, row, type = "probs"))
  new_model(p, target, answer, "multinomial regression (multinom)")
}

# A margin for each class; that of the first is 0, and of two classes only the second's.
class_margins <- function(p, coefficients, formula, slots) {
  rows <- if (is.matrix(coefficients)) rbind(0, coefficients) else rbind(coefficients)
  intercept <- attr(formula$terms, "intercept") == 1
  if (ncol(rows) != length(slots) + intercept) {
    refuse("coef(): ", ncol(rows), " columns for ", length(slots) + intercept, " of the design")
  }
  starts <- if (intercept) unname(rows[, 1]) else numeric(nrow(rows))
  linear(p, if (intercept) rows[, -1, drop = FALSE] else rows, starts, slots, "wts")
}

# The C code of nnet answers 0 below -15 and 1 above 15; a sigmoid does beyond 1000.
net_sigmoid <- function(p, slots) jump(p, slots, 15, -1000)
