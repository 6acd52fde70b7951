# Generalised linear models: families, links, their bounds, and classes.

cars <- transform(mtcars, gear = factor(gear), type = factor(ifelse(am == 1, "manual", "automatic")), manual = am == 1)
far <- rbind(cars, transform(cars[1:9, ], hp = c(-1e4, -3000, 0, 3000, 1e4, 1e6, NA, -1e6, 600)))

same <- function(formula, family, ..., start = NULL) {
  fit <- suppressWarnings(do.call("glm", list(formula, family, quote(cars), start = start, ...)))
  expect_same(fit, cars, row_by_row(fit, far, type = "response"), rows = far)
}

for (link in c("logit", "probit", "cauchit", "cloglog")) {
  same(type ~ hp, binomial(link))
  same(am ~ hp + gear, quasibinomial(link))
}
same(manual ~ hp + qsec, binomial())
same(am ~ hp, binomial())
same(I(mpg > 20) ~ hp * qsec, binomial())
same(cbind(carb, 8 - carb) ~ hp + wt, binomial())
same(I(carb / 8) ~ hp, binomial("log"), weights = rep(8, 32), start = c(-1, 0))
same(am ~ hp, binomial("identity"), start = c(0.4, 0))
for (link in c("log", "sqrt", "identity")) same(carb ~ hp + gear, poisson(link))
for (link in c("inverse", "log", "identity")) same(mpg ~ hp + gear, Gamma(link))
for (link in c("1/mu^2", "inverse", "log")) same(mpg ~ hp, inverse.gaussian(link))
for (link in c("identity", "log", "inverse")) same(mpg ~ hp, gaussian(link), start = NULL)
for (lambda in c(1 / 3, -0.5, 2)) same(mpg ~ wt + hp, gaussian(power(lambda)))
same(mpg ~ hp, quasi(power(1 / 3), "mu"))
same(carb ~ hp + gear, quasipoisson())
same(carb ~ hp + offset(log(wt)), poisson())
same(carb ~ hp, poisson(), offset = quote(log(wt)))
same(log(mpg) ~ sqrt(hp) + I(wt^2) + poly(qsec, 2), gaussian())
same(mpg ~ hp * gear, Gamma(), weights = quote(carb))
same(type ~ hp + log(wt) + offset(qsec / 10), binomial("probit"), offset = quote(wt / 5))
same(am ~ gear, binomial(), contrasts = list(gear = "contr.helmert"))
lacking <- transform(airquality, Month = factor(Month, 4:9))
for (action in c("na.omit", "na.exclude")) {
  fit <- glm(Ozone ~ Solar.R + log(Wind) + Month, Gamma("log"), lacking, na.action = action)
  expect_same(fit, lacking, row_by_row(fit, lacking, type = "response"))
}
if (requireNamespace("MASS", quietly = TRUE)) {
  fit <- MASS::glm.nb(Days ~ Sex + Age + Eth * Lrn, MASS::quine)
  expect_same(fit, MASS::quine, predict(fit, MASS::quine, type = "response"))
}

# The fitted object's own predict() answers something else: refused, and nothing written.
crooked <- glm(type ~ hp, binomial, cars)
crooked$family$linkinv <- function(eta) plogis(eta) * (1 + 1e-6)
expect_refused(saved(crooked, cars), "check-failed")
unknown <- glm(type ~ hp, binomial, cars)
unknown$family$link <- "mine"
expect_refused(saved(unknown, cars), "link mine is not read")
unknown <- glm(type ~ hp, binomial, cars)
unknown$coefficients[["hp"]] <- NaN
expect_refused(saved(unknown, cars), "coefficients")
