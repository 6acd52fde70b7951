# Principal components in front of models.

flowers <- transform(iris, big = factor(ifelse(Petal.Length > 4.2, "yes", "no")))
gaps <- rbind(flowers, transform(flowers[1:6, ], Sepal.Length = c(NA, 1e3, 5, 5, NA, -4), Petal.Width = c(1, 2, NA, 90, NA, 0)))

# The model is fitted to scores, `fit(frame)`, and asked for rows without them.
same <- function(pca, fit, ..., type = "response", rows = gaps) {
  with_scores <- function(frame) cbind(frame, predict(pca, frame))
  model <- fit(with_scores(flowers))
  expect_same(list(pca, model), flowers, predict(model, with_scores(rows), type = type), rows = rows)
}

plain <- prcomp(iris[1:4])
scaled <- prcomp(~ Sepal.Length + Petal.Width + Petal.Length, iris, scale. = TRUE)
uncentred <- prcomp(iris[1:4], center = FALSE, rank. = 2)
same(plain, function(d) lm(Sepal.Width ~ PC1 * Species + poly(PC2, 2), d))
same(scaled, function(d) lm(Sepal.Width ~ PC1 + PC2 + Petal.Length, d))
same(uncentred, function(d) glm(big ~ PC1 + PC2, binomial, d))
same(princomp(iris[1:4], cor = TRUE), function(d) lm(Petal.Width ~ Comp.1 + Comp.3, d))
if (requireNamespace("rpart", quietly = TRUE)) {
  same(scaled, function(d) rpart::rpart(Petal.Width ~ PC1 + PC3 + Sepal.Width, d), type = "vector")
  same(plain, function(d) rpart::rpart(Species ~ PC1 + PC2, d), type = "prob")
}

set.seed(1)
clusters <- kmeans(scaled$x[, 1:2], 3, nstart = 5)
file <- saved(list(scaled, clusters), iris)
said <- as.numeric(unlist(asked(file, iris[c("Sepal.Length", "Petal.Width", "Petal.Length")])$prediction))
expect(identical(said, as.numeric(clusters$cluster)), "other clusters")

two <- prcomp(plain$x[, 1:3], scale. = TRUE)
colnames(two$rotation) <- paste0("again", 1:3)
d <- cbind(iris, predict(plain, iris))
d <- cbind(d, predict(two, d))
fit <- lm(Sepal.Width ~ again1 + again3, d)
expect_same(list(plain, two, fit), iris, predict(fit, d))

expect_refused(saved(list(scale(iris[1:4]), fit), iris), "a matrix/array in front of a model is not read")
expect_refused(saved(list(plain, lm(Sepal.Width ~ Petal.Width, iris)), iris), "reads nothing that the step")
expect_refused(saved(list(prcomp(unname(as.matrix(iris[1:4]))), fit), iris), "named columns")
expect_refused(saved(list(), iris), "a list is not read")
broken <- plain
broken$rotation[2, 1] <- NaN
expect_refused(saved(list(broken, two, fit), iris), "a number of the prcomp is not finite")
broken <- plain
broken$center <- broken$center[-1]
expect_refused(saved(list(broken, two, fit), iris), "center.* are not of one length")
