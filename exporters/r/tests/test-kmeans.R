# kmeans: the cluster of every row that was fitted is kmeans()'s own.

set.seed(3)
fit <- kmeans(iris[1:4], 3, nstart = 5)
file <- saved(fit, iris, name = "flowers")
said <- as.numeric(unlist(asked(file, iris[1:4])$prediction))
expect(identical(said, as.numeric(fit$cluster)), "other clusters")
expect(is.null(asked(file, transform(iris[1:2, 1:4], Petal.Width = c(NA, 1)))$prediction[[1]]), "a missing cell is answered")

expect_refused(saved(kmeans(unname(as.matrix(iris[1:4])), 3), iris), "named columns")
broken <- fit
broken$centers[2, 2] <- NA
expect_refused(saved(broken, iris), "centers")
expect_refused(saved(kmeans(scale(mtcars), 3), mtcars), "centers: .* of the rows .*data.frame\\(scale\\(data\\)\\)")
