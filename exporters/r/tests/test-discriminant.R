# lda and qda of MASS.

if (!requireNamespace("MASS", quietly = TRUE)) stop("these tests need the package MASS")
library(MASS)

flowers <- transform(iris, code = factor(rep(c("a", "b", "c"), 50)), wide = Sepal.Width > 3)
far <- rbind(flowers, transform(flowers[1:5, ], Petal.Width = c(NA, 100, -100, 2, 0), Sepal.Length = c(5, NA, 60, 0, 9)))
far$code <- factor(far$code, c("a", "b", "c", "new"))
far$code[155] <- "new"

same <- function(fit, data = flowers, rows = far) {
  one <- function(i) tryCatch(drop(predict(fit, rows[i, ])$posterior), error = function(e) NA)
  expect_same(fit, data, do.call(rbind, lapply(seq_len(nrow(rows)), function(i) rep_len(one(i), length(fit$lev)))), rows = rows)
}

same(lda(Species ~ Sepal.Length + Petal.Width, flowers))
same(lda(Species ~ Sepal.Length * code + log(Petal.Length) + wide, flowers))
same(lda(Species ~ Petal.Width + Sepal.Length, flowers, prior = c(0.5, 0.2, 0.3)))
same(lda(wide ~ Petal.Width + Petal.Length, flowers))
same(qda(Species ~ Sepal.Length + Petal.Width, flowers))
same(qda(Species ~ Sepal.Length + Petal.Width + wide, flowers[-(1:10), ]))
same(qda(wide ~ Petal.Width + code, flowers, method = "mle"))
file <- expect_same(lda(iris[1:4], iris$Species), iris, predict(lda(iris[1:4], iris$Species), iris[1:4])$posterior)
said <- unlist(asked(file, iris[1:4])$prediction)
expect(identical(said, as.character(predict(lda(Species ~ ., iris))$class)), "other classes")
expect_same(qda(as.matrix(iris[1:4]), iris$Species), iris, predict(qda(Species ~ ., iris))$posterior)

fit <- lda(Species ~ Petal.Width + Sepal.Length, flowers)
expect_broken <- function(words, ...) expect_refused(saved(utils::modifyList(fit, list(...)), flowers), words)
expect_broken("means: 1 columns for 2", means = fit$means[, 1, drop = FALSE])
expect_broken("scaling: 1 rows of 2", scaling = fit$scaling[1, , drop = FALSE])
expect_broken("prior: 2 numbers of 3", prior = fit$prior[-1])
expect_broken("not a finite number", prior = replace(fit$prior, 1, 0))
expect_broken("means: one is not a finite number", means = replace(fit$means, 1, NaN))
expect_broken("not a finite number", scaling = replace(fit$scaling, 1, NA))
