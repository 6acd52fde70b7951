# Linear models: lm, aov.

windowbox_model.lm <- function(fit, data, ...) {
  only(fit, c("lm", "aov"))
  p <- new_pipeline(linear_columns(fit, data))
  eta <- linear_predictor(p, fit)
  answer <- function(row) unname(stats::predict(fit, row))
  new_model(p, list(name = response_name(fit), slots = I(eta)), answer, "linear regression (lm)")
}

linear_columns <- function(fit, data) {
  formula <- formula_of(fit)
  describe_columns(c(asked_expressions(formula), fit$call$offset), data, column_levels(formula, data))
}

# The slot of the linear predictor, offsets in it.
linear_predictor <- function(p, fit) {
  formula <- formula_of(fit)
  numbers_in(fit, rank = 1)
  known <- sum(!is.na(stats::coef(fit)))
  if (known != fit$rank) refuse("coefficients: ", known, " of them in a fit of rank ", fit$rank)
  w <- weighted(stats::coef(fit), formula$terms, design(p, formula))
  offsets <- offset_slots(p, fit, formula)
  forgive_dropped(p, c(w$slots, offsets))
  linear(p, matrix(c(w$weights, rep(1, length(offsets))), 1), w$start, c(w$slots, offsets))
}

# predict() does not look at columns whose coefficients are NA: their cells may be missing.
forgive_dropped <- function(p, slots) {
  for (i in setdiff(seq_along(p$columns), sources(p, slots))) p$columns[[i]]$missing <- TRUE
}

# Those of the formula, and that of the argument.
offset_slots <- function(p, fit, formula) {
  scope <- list(p = p, env = formula$env)
  expressions <- c(formula$expressions[attr(formula$terms, "offset")], fit$call$offset)
  if (!length(expressions)) return(integer())
  known(p, vapply(lapply(expressions, single, scope), as_slot, 1, p))
}
