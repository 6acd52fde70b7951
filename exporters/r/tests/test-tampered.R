# Each numeric element of each kind of fitted object in turn loses a number, or all, becomes
# NA, infinite or text: the object is refused, by no error from deep inside R, or what is
# read of it is what was read before. Where it is something else, predict() must agree.

suppressPackageStartupMessages(for (name in c("MASS", "nnet", "rpart", "randomForest", "ranger", "glmnet", "e1071")) {
  library(name, character.only = TRUE)
})
set.seed(2)
cars <- transform(mtcars, f = factor(cyl), am = factor(am))
scores <- data.frame(y = iris$Sepal.Length, prcomp(iris[1:4])$x)
formula <- Species ~ Petal.Width + Sepal.Width
fits <- list(
  list(lm(mpg ~ f * wt + poly(hp, 2), cars), cars),
  list(glm(am ~ wt + hp, binomial, cars), cars),
  list(multinom(formula, iris, trace = FALSE), iris),
  list(nnet(formula, iris, size = 2, trace = FALSE), iris),
  list(rpart(Species ~ ., iris), iris),
  list(rpart(mpg ~ wt + f, cars, control = rpart.control(minsplit = 5)), cars),
  list(randomForest(formula, iris, ntree = 2), iris),
  list(suppressWarnings(randomForest(mpg ~ wt + f, cars, ntree = 2)), cars),
  list(ranger(formula, iris, num.trees = 2, probability = TRUE), iris),
  list(ranger(mpg ~ wt + f, cars, num.trees = 2), cars),
  list(glmnet(as.matrix(mtcars[c("wt", "hp")]), mtcars$mpg, lambda = c(1, 0.1)), mtcars, s = 0.1),
  list(glmnet(as.matrix(iris[1:4]), iris$Species, family = "multinomial", lambda = c(0.1, 0.01)), iris, s = 0.01),
  list(lda(Species ~ ., iris), iris),
  list(qda(Species ~ ., iris), iris),
  list(naiveBayes(formula, iris), iris),
  list(svm(formula, iris, probability = TRUE), iris),
  list(svm(mpg ~ wt + f, cars), cars),
  list(kmeans(iris[1:4], 3), iris),
  list(list(prcomp(iris[1:4]), lm(y ~ PC1 + PC2, scores)), iris)
)
tampers <- list(
  missing = function(x) replace(x, length(x), NA),
  infinite = function(x) replace(x, 1, Inf),
  shorter = function(x) if (is.matrix(x)) x[-nrow(x), , drop = FALSE] else x[-length(x)],
  text = function(x) replace(x, seq_along(x), as.character(x)),
  empty = function(x) x[0]
)
# Data, and what formulas keep.
kept <- c("model", "call", "terms", "family", "qr", "control", "y", "data")

paths <- function(x, at = NULL) {
  if (is.numeric(x)) return(if (length(x)) list(at))
  if (!is.list(x) || length(at) > 3) return(NULL)
  inner <- utils::head(setdiff(seq_along(x), which(names(x) %in% kept)), if (is.null(names(x))) 2 else 99)
  unlist(lapply(inner, function(i) paths(x[[i]], c(at, i))), recursive = FALSE)
}

put <- function(x, at, value) {
  class <- oldClass(x)
  x <- unclass(x)
  x[[at[1]]] <- if (length(at) == 1) value else put(x[[at[1]]], at[-1], value)
  oldClass(x) <- class
  x
}

read_as <- function(fit, data, ...) {
  model <- windowbox:::whole_model(fit, data, ...)
  windowbox:::json_text(list(model$pipeline$columns, model$pipeline$nodes, model$target))
}

said <- c(refused = 0, same = 0, agreed = 0)
for (one in fits) {
  fit <- one[[1]]
  before <- do.call(read_as, one)
  for (at in paths(unclass(fit))) for (tamper in tampers) {
    bad <- put(fit, at, tamper(unclass(fit)[[at]]))
    arguments <- c(list(bad), one[-1])
    after <- tryCatch(suppressWarnings(do.call(read_as, arguments)), error = identity)
    if (inherits(after, "error")) {
      expect(is.null(conditionCall(after)), "R's own error: ", conditionMessage(after))
      said["refused"] <- said["refused"] + 1
    } else if (identical(before, after)) {
      expect(TRUE)
      said["same"] <- said["same"] + 1
    } else {
      file <- tempfile()
      utils::capture.output(tried <- tryCatch(do.call(windowbox_save, c(arguments, file, embed_rows = TRUE)), error = identity))
      expect(!inherits(tried, "error") || is.null(conditionCall(tried)), "R's own error: ", tried)
      said["agreed"] <- said["agreed"] + 1
    }
  }
}
cat("  tampered:", paste(said, names(said), collapse = ", "), "\n")
