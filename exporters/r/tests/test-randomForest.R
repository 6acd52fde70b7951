# randomForest: regression and classes, sets of levels, and a tampered forest.

if (!requireNamespace("randomForest", quietly = TRUE)) stop("these tests need the package randomForest")
suppressMessages(library(randomForest))
set.seed(7)

air <- transform(na.omit(airquality), month = factor(month.abb[Month]), hot = Temp > 80,
                 wind = factor(cut(Wind, c(0, 7, 11, 30), labels = c("low", "mid", "high")), ordered = TRUE))
gaps <- transform(air, Wind = replace(Wind, 1:5, NA), month = replace(month, 4:9, NA))
far <- transform(air, Temp = Temp * 1000)

same <- function(fit, data, rows, type = "response") {
  expected <- predict(fit, rows, type = type)
  expect_same(fit, data, expected, rows = rows)
}

same(randomForest(Ozone ~ Solar.R + Wind + Temp, air, ntree = 40), air, gaps)
same(randomForest(Ozone ~ Temp + month + wind + hot, air, ntree = 30), air, air)
same(randomForest(Ozone ~ Wind + month, air, ntree = 30), air, gaps)
same(randomForest(Ozone ~ Temp + Wind, air, ntree = 10, maxnodes = 5), air, far)
same(randomForest(iris[1:4], iris$Species, ntree = 50), iris, iris, "prob")
same(randomForest(Species ~ ., iris, ntree = 25), iris, iris, "prob")
same(randomForest(month ~ Wind + wind + Temp, air, ntree = 21), air, gaps, "prob")
levels <- data.frame(y = rep(c(1, 5, 2, 8), 40), x = factor(sample(c(letters, LETTERS[1:14]), 160, TRUE)), z = 1:160)
same(randomForest(y ~ x + z, levels, ntree = 20), levels, levels)
same(randomForest(factor(y) ~ x + z, levels, ntree = 20), levels, levels, "prob")

fit <- randomForest(Species ~ ., iris, ntree = 5)
broken <- fit
broken$forest$treemap[1, 1, 2] <- 1L
expect_refused(saved(broken, iris), "treemap: tree 2 has a bad child")
broken <- fit
broken$forest$bestvar[1, 3] <- 9L
expect_refused(saved(broken, iris), "bestvar: tree 3")
broken <- fit
broken$forest$nodepred[broken$forest$nodestatus[, 1] == -1, 1] <- 7L
expect_refused(saved(broken, iris), "nodepred")
broken <- fit
broken$forest$ndbigtree[1] <- 1000L
expect_refused(saved(broken, iris), "ndbigtree: tree 1")
broken <- fit
broken$forest$xbestsplit[1, 1] <- NaN
expect_refused(saved(broken, iris), "xbestsplit: one is not a finite number")
expect_refused(saved(randomForest(Species ~ ., iris, ntree = 5, cutoff = c(0.5, 0.2, 0.3)), iris), "cutoff")
expect_refused(saved(randomForest(Species ~ ., iris, ntree = 5, keep.forest = FALSE), iris), "keep.forest")
expect_refused(saved(randomForest(iris[1:4]), iris), "unsupervised")
texts <- transform(iris, Species = as.character(Species))
expect_refused(saved(randomForest(Sepal.Length ~ Species + Petal.Width, texts, ntree = 2), texts), "column Species is a text")
