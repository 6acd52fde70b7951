# The census: models as people fit them to the data that come with R. `fit` fits, `labels`
# and `numbers` are what R's own predict() answers to all rows of the data.

census <- list()
model <- function(class, words, data_name, data, fit, numbers = NULL, labels = NULL, ...) {
  one <- list(class = class, words = words, data_name = data_name, data = data, fit = fit, numbers = numbers,
              labels = labels, more = list(...))
  census[[length(census) + 1]] <<- one
}
value <- function(fit, rows) predict(fit, rows)
response <- function(fit, rows) predict(fit, rows, type = "response")
above_half <- function(levels) function(fit, rows) levels[1 + (predict(fit, rows, type = "response") > 0.5)]
class_of <- function(type) function(fit, rows) as.character(predict(fit, rows, type = type))

cars <- transform(mtcars, gear = factor(gear), gearbox = factor(ifelse(am == 1, "manual", "automatic")))
people <- as.data.frame(Titanic)
flowers <- iris
air <- transform(airquality, Month = factor(month.abb[Month]))
whole_air <- na.omit(air)
claims <- MASS::Insurance
absent <- MASS::quine
births <- MASS::birthwt
births <- transform(births, race = factor(race, labels = c("white", "black", "other")), smoke = smoke == 1,
                    low = factor(low, labels = c("no", "yes")))
spines <- rpart::kyphosis

model("lm", "numbers", "mtcars", cars, function(d) lm(mpg ~ wt + hp + qsec, d), value)
model("lm", "poly, log, interaction with a factor", "mtcars", cars, function(d) lm(mpg ~ poly(hp, 3) + log(wt) * gear, d), value)
model("lm", "ordered factors, contr.poly and contr.sum", "esoph", esoph,
      function(d) lm(ncases ~ agegp + alcgp, d, contrasts = list(alcgp = "contr.sum")), value)
model("lm", "na.exclude", "airquality", air, function(d) lm(Ozone ~ Wind + Temp + Month, d, na.action = na.exclude), value)
model("lm", "natural splines", "airquality", air, function(d) lm(Ozone ~ splines::ns(Wind, 3) + splines::ns(Temp, 2), d), value)
model("lm", "B-splines", "mtcars", cars, function(d) lm(mpg ~ splines::bs(hp, df = 5) + gear, d), value)
model("aov", "two factors that interact", "warpbreaks", warpbreaks, function(d) aov(breaks ~ wool * tension, d), value)
model("glm", "binomial with counts as weights", "Titanic", people,
      function(d) glm(Survived ~ Class * Sex + Age, binomial, d, weights = Freq), response, above_half(c("No", "Yes")))
model("glm", "binomial, probit", "birthwt", births, function(d) glm(low ~ age + lwt + race + smoke, binomial("probit"), d),
      response, above_half(c("no", "yes")))
model("glm", "binomial, cloglog", "birthwt", births, function(d) glm(low ~ lwt + race * smoke, binomial("cloglog"), d),
      response, above_half(c("no", "yes")))
model("glm", "Poisson with an offset", "Insurance", claims,
      function(d) glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, d), response)
model("glm", "Gamma, inverse", "mtcars", cars, function(d) glm(mpg ~ wt + gear, Gamma, d), response)
model("glm", "inverse Gaussian, 1/mu^2", "mtcars", cars, function(d) glm(mpg ~ wt, inverse.gaussian, d), response)
model("glm", "quasi-Poisson", "warpbreaks", warpbreaks, function(d) glm(breaks ~ wool + tension, quasipoisson, d), response)
model("glm.nb", "negative binomial", "quine", absent, function(d) MASS::glm.nb(Days ~ Sex + Age + Eth * Lrn, d), response)
model("multinom", "three classes", "iris", flowers,
      function(d) nnet::multinom(Species ~ Sepal.Length + Petal.Width, d, trace = FALSE),
      function(fit, rows) predict(fit, rows, type = "probs"), class_of("class"))
model("nnet", "three classes", "iris", flowers,
      function(d) nnet::nnet(Species ~ ., d, size = 4, maxit = 80, trace = FALSE), value, class_of("class"))
model("nnet", "a number", "mtcars", cars,
      function(d) nnet::nnet(mpg ~ wt + hp + gear, d, size = 3, linout = TRUE, maxit = 80, trace = FALSE), value)
model("rpart", "a number, with missing cells", "airquality", air, function(d) rpart::rpart(Ozone ~ ., d), value)
model("rpart", "classes", "kyphosis", spines, function(d) rpart::rpart(Kyphosis ~ Age + Number + Start, d),
      value, class_of("class"))
model("randomForest", "a number", "airquality", whole_air,
      function(d) randomForest::randomForest(Ozone ~ ., d, ntree = 60), value)
model("randomForest", "classes", "iris", flowers, function(d) randomForest::randomForest(Species ~ ., d, ntree = 101),
      function(fit, rows) predict(fit, rows, type = "prob"), class_of("response"))
forest <- function(...) ranger::ranger(..., num.threads = 1, seed = 1)
said <- function(fit, rows) predict(fit, rows, num.threads = 1)$predictions
model("ranger", "a number, factors in order", "airquality", whole_air,
      function(d) forest(Ozone ~ ., d, num.trees = 60, respect.unordered.factors = "order"), said)
model("ranger", "probabilities, factors in sets", "birthwt", births,
      function(d) forest(low ~ age + lwt + race + smoke, d, num.trees = 60, probability = TRUE,
                         respect.unordered.factors = "partition"), said)
model("ranger", "classes", "iris", flowers, function(d) forest(Species ~ ., d, num.trees = 101),
      labels = function(fit, rows) as.character(said(fit, rows)))
matrix_of <- function(rows) as.matrix(rows[c("wt", "hp", "qsec", "drat", "disp")])
model("glmnet", "a number", "mtcars", cars, function(d) glmnet::glmnet(matrix_of(d), d$mpg, alpha = 0.5),
      function(fit, rows) drop(predict(fit, matrix_of(rows), s = 0.3)), s = 0.3)
model("cv.glmnet", "two classes", "mtcars", cars,
      function(d) suppressWarnings(glmnet::cv.glmnet(matrix_of(d), d$gearbox, family = "binomial", nfolds = 4)),
      function(fit, rows) drop(predict(fit, matrix_of(rows), s = "lambda.min", type = "response")),
      function(fit, rows) drop(predict(fit, matrix_of(rows), s = "lambda.min", type = "class")), s = "lambda.min")
model("lda", "three classes", "iris", flowers, function(d) MASS::lda(Species ~ ., d),
      function(fit, rows) predict(fit, rows)$posterior, function(fit, rows) as.character(predict(fit, rows)$class))
model("qda", "three classes", "iris", flowers, function(d) MASS::qda(Species ~ ., d),
      function(fit, rows) predict(fit, rows)$posterior, function(fit, rows) as.character(predict(fit, rows)$class))
model("naiveBayes", "three classes", "iris", flowers, function(d) e1071::naiveBayes(Species ~ ., d),
      function(fit, rows) predict(fit, rows, type = "raw"), class_of("class"))
model("svm", "three classes", "iris", flowers, function(d) e1071::svm(Species ~ ., d),
      labels = function(fit, rows) as.character(predict(fit, rows)), embed_rows = TRUE)
model("svm", "a number", "mtcars", cars, function(d) e1071::svm(mpg ~ wt + hp + gear, d), value, embed_rows = TRUE)
model("kmeans", "three clusters", "iris", flowers, function(d) kmeans(d[1:4], 3, nstart = 5),
      labels = function(fit, rows) as.character(fit$cluster))
scores <- function(d) cbind(d, predict(prcomp(d[1:4], scale. = TRUE), d))
model("prcomp", "in front of multinom", "iris", flowers,
      function(d) list(prcomp(d[1:4], scale. = TRUE), nnet::multinom(Species ~ PC1 + PC2, scores(d), trace = FALSE)),
      function(fit, rows) predict(fit[[2]], scores(rows), type = "probs"),
      function(fit, rows) as.character(predict(fit[[2]], scores(rows))))
model("prcomp", "in front of lm, with a factor", "iris", flowers,
      function(d) list(prcomp(d[2:4]), lm(Sepal.Length ~ PC1 * Species + PC2, cbind(d, predict(prcomp(d[2:4]), d)))),
      function(fit, rows) predict(fit[[2]], cbind(rows, predict(fit[[1]], rows))))

# The rows of the table in the README.
census_table <- function() {
  row <- function(one) sprintf("| `%s` | %s | %s |", one$class, one$words, one$data_name)
  c("| function | model | data |", "|---|---|---|", vapply(census, row, ""))
}
