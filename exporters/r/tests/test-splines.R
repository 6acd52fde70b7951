# bs() and ns() of splines, within their boundary and beyond.

library(splines)
cars <- transform(mtcars, gear = factor(gear))
far <- cars[rep(1, 300), ]
far$hp <- seq(-400, 900, length.out = 300)
far$wt <- c(NA, seq(-3, 12, length.out = 299))
knots <- c(109, 150, 180, 52, 335)
on <- transform(cars[rep(2, 5), ], hp = knots)
far <- rbind(cars, far, on)

same <- function(formula, fitted = lm, ..., type = "response") {
  fit <- fitted(formula, data = cars, ...)
  expect_same(fit, cars, suppressWarnings(predict(fit, far, type = type)), rows = far)
}

same(mpg ~ bs(hp, df = 6) + wt)
same(mpg ~ bs(hp, knots = c(109, 150), Boundary.knots = c(40, 340)) * gear)
same(mpg ~ bs(hp, degree = 2, df = 4) + bs(wt, degree = 1, knots = 3))
same(mpg ~ bs(hp, intercept = TRUE) - 1)
same(mpg ~ bs(hp))
same(mpg ~ ns(hp, df = 3) + ns(wt, df = 2))
same(mpg ~ ns(hp, knots = c(109, 150, 180)) * gear)
same(mpg ~ splines::ns(log(wt + 20), 3))
same(mpg ~ ns(hp, df = 3, intercept = TRUE) - 1)
same(mpg ~ ns(hp, 1))
same(mpg ~ ns(hp, knots = c(100, 200), Boundary.knots = c(90, 250)))
same(am ~ ns(qsec, 2), glm, family = binomial)

fit <- lm(mpg ~ bs(hp, df = 5), cars)
attr(fit$terms, "predvars") <- NULL
expect_refused(saved(fit, cars), "bs.* is not read")
fit <- lm(mpg ~ ns(hp, df = 3), cars)
attr(fit$terms, "predvars")[[3]]$knots[1] <- NaN
expect_refused(saved(fit, cars), "knot")
