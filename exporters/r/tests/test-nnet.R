# nnet and multinom.

if (!requireNamespace("nnet", quietly = TRUE)) stop("these tests need the package nnet")
library(nnet)

flowers <- transform(iris, big = factor(ifelse(Petal.Length > 4.2, "yes", "no")), code = factor(rep(c("a", "b", "c"), 50)))
far <- rbind(flowers, transform(flowers[1:6, ], Petal.Width = c(NA, 1e3, -1e3, 40, -40, 2), Sepal.Length = c(1, 2, NA, 0, 900, 5),
                                code = c("a", NA, "b", "c", "a", "new")))

# A matrix with a row of NA where predict() stops.
each_row <- function(fit, type) {
  one <- function(i) tryCatch(as.vector(predict(fit, far[i, ], type = type)), error = function(e) NA)
  answers <- lapply(seq_len(nrow(far)), one)
  t(vapply(answers, function(a) rep_len(as.numeric(a), max(lengths(answers))), numeric(max(lengths(answers)))))
}

same <- function(fit, type) {
  expected <- each_row(fit, type)
  if (nrow(expected) == 1) expected <- t(expected)
  expect_same(fit, flowers, expected, rows = far)
}

set.seed(1)
quiet <- function(...) multinom(..., trace = FALSE)
same(quiet(Species ~ Sepal.Length + Petal.Width, flowers, maxit = 20), "probs")
same(quiet(Species ~ Sepal.Length * code + log(Petal.Length), flowers), "probs")
same(quiet(Species ~ code - 1, flowers, contrasts = list(code = "contr.sum")), "probs")
same(quiet(big ~ Petal.Width + Sepal.Length, flowers), "probs")
expect_refused(saved(quiet(class.ind(flowers$code) ~ Petal.Width, flowers), flowers), "matrix response")
expect_refused(saved(quiet(big ~ code + offset(Petal.Width), flowers), flowers), "offset")

net <- function(..., size = 3) nnet(..., size = size, trace = FALSE, maxit = 60)
same(net(Species ~ Sepal.Length + Petal.Width + code, flowers), "raw")
same(net(big ~ Petal.Width + Sepal.Length, flowers), "raw")
same(net(Petal.Length ~ Petal.Width * code + Sepal.Length, flowers, linout = TRUE), "raw")
same(net(Petal.Length ~ Petal.Width + code, flowers, linout = TRUE, skip = TRUE, decay = 0.1), "raw")
same(net(I(Petal.Length / 7) ~ Petal.Width, flowers, size = 1), "raw")
same(net(Petal.Length ~ Petal.Width, flowers, size = 0, skip = TRUE, linout = TRUE), "raw")
expect_refused(saved(nnet(as.matrix(iris[1:4]), class.ind(iris$Species), size = 2, trace = FALSE), iris), "by a formula")
broken <- net(big ~ Petal.Width, flowers)
broken$wts[2] <- NaN
expect_refused(saved(broken, flowers), "not a finite number")
broken$wts <- broken$wts[-1]
expect_refused(saved(broken, flowers), "wts")

# C code takes no infinite number: log(0) has no answer.
none <- transform(mtcars, hp = replace(hp, 1:2, c(0, -1)))
fit <- multinom(am ~ log(hp), mtcars, trace = FALSE)
expect_same(fit, mtcars, row_by_row(fit, none, type = "probs"), rows = none)
fit <- nnet(mpg ~ log(hp) + wt, mtcars, size = 2, linout = TRUE, trace = FALSE)
expect_same(fit, mtcars, row_by_row(fit, none), rows = none)
