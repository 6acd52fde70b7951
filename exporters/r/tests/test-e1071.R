# naiveBayes and svm of e1071.

if (!requireNamespace("e1071", quietly = TRUE)) stop("these tests need the package e1071")
library(e1071)
set.seed(2)

flowers <- transform(iris, code = factor(rep(c("a", "b", "c"), 50)), wide = Sepal.Width > 3, text = rep(c("x", "y"), 75))
far <- rbind(flowers, transform(flowers[1:6, ], Petal.Width = c(NA, 100, -7.3, 2, 0, 4.1), Sepal.Length = c(5, NA, 60, 0, 9, 5)))
far$code <- factor(far$code, c("a", "b", "c", "new"))
far$code[155] <- "new"
far$wide[3] <- NA
far$text[4:5] <- c(NA, "z")

same <- function(fit, data = flowers, rows = far) {
  expect_same(fit, data, predict(fit, rows, type = "raw"), rows = rows)
}
same(naiveBayes(Species ~ Sepal.Length + Petal.Width, flowers))
same(naiveBayes(Species ~ code + wide + text + Sepal.Width, flowers))
same(naiveBayes(Species ~ code + text, flowers, laplace = 1))
same(naiveBayes(iris[1:4], iris$Species))
same(naiveBayes(wide ~ Petal.Width + code, flowers))
constant <- transform(flowers, Petal.Width = ifelse(Species == "setosa", 0.2, Petal.Width), code = factor(ifelse(Species == "setosa", "a", as.character(code))))
same(naiveBayes(Species ~ Petal.Width + code, constant), constant)
people <- as.data.frame(Titanic)
people <- people[rep(seq_len(nrow(people)), people$Freq), 1:4]
fit <- naiveBayes(Survived ~ ., people)
asked_for <- unique(people)
expect_same(fit, people, predict(fit, asked_for, type = "raw"), rows = asked_for)

# As deep in the tails as doubles go: the density is of few bits, then none, then 0.001.
tails <- flowers[rep(1, 400), ]
tails$Petal.Width <- seq(3, 5, length.out = 400)
fit <- naiveBayes(Species ~ Petal.Width, flowers)
file <- saved(fit, flowers)
said <- numbers(asked(file, tails["Petal.Width"]), 400, 3)
expect(max(abs(said / predict(fit, tails, type = "raw") - 1)) < 1e-12, "off in the tails")

broken <- fit
broken$tables$Petal.Width[2, 2] <- NA
expect_refused(saved(broken, flowers), "tables: that of Petal.Width is not whole")
broken$tables$Petal.Width <- broken$tables$Petal.Width[-1, ]
expect_refused(saved(broken, flowers), "tables: that of Petal.Width is not whole")
broken <- fit
broken$apriori[1] <- 0
expect_refused(saved(broken, flowers), "apriori")
expect_refused(saved(fit, transform(flowers, Petal.Width = factor(Petal.Width))), "another type")

# svm takes the levels of the rows that it is asked for as those of training.
far$code <- factor(far$code, levels(flowers$code))
one_by_one <- function(fit, what) {
  one <- function(i) tryCatch(what(predict(fit, rows[i, , drop = FALSE], probability = TRUE)), error = function(e) NA)
  answers <- lapply(seq_len(nrow(rows)), one)
  do.call(rbind, lapply(answers, function(a) rep_len(if (length(a)) as.vector(a) else NA, max(lengths(answers)))))
}
machine <- function(formula, ..., data = flowers) {
  environment(formula) <- globalenv()
  svm(formula, data, ...)
}
names_asked <- function(fit) windowbox:::column_names(windowbox:::windowbox_model(fit, flowers)$pipeline)
numbers_of <- function(fit) {
  rows <<- far[names_asked(fit)]
  expect_same(fit, flowers, one_by_one(fit, identity), rows = rows, embed_rows = TRUE)
}
labels_of <- function(fit) {
  rows <<- far[names_asked(fit)]
  file <- saved(fit, flowers, embed_rows = TRUE)
  # Lots are drawn nowhere: predict() without probabilities goes by votes.
  own <- lapply(seq_len(nrow(rows)), function(i) tryCatch(predict(fit, rows[i, , drop = FALSE]), error = function(e) NULL))
  own <- lapply(own, function(a) if (length(a)) if (is.factor(a)) as.character(a) else unname(a))
  expect(identical(asked(file, rows)$prediction, own), words(fit), ": other classes")
}

numbers_of(machine(Petal.Length ~ Sepal.Length + Petal.Width))
numbers_of(machine(Petal.Length ~ Sepal.Length * code + wide, kernel = "linear"))
numbers_of(machine(Petal.Length ~ Sepal.Length + Petal.Width, type = "nu-regression", kernel = "polynomial", coef0 = 1))
numbers_of(machine(Petal.Length ~ log(Sepal.Length), scale = FALSE, kernel = "sigmoid", gamma = 0.1))
labels_of(machine(Species ~ Sepal.Length + Petal.Width + code))
labels_of(machine(Species ~ Sepal.Length + Sepal.Width, type = "nu-classification", nu = 0.3))
labels_of(machine(factor(wide) ~ Petal.Width + Petal.Length))
labels_of(machine(~ Petal.Width + Petal.Length, type = "one-classification"))
labels_of(svm(iris[1:4], iris$Species))
fit <- machine(Species ~ Sepal.Length + Petal.Width, probability = TRUE)
labels_of(fit)
rows <- far[names_asked(fit)]
expect_same(fit, flowers, one_by_one(fit, function(a) if (length(a)) attr(a, "probabilities")), rows = rows, embed_rows = TRUE)

expect_refused(saved(fit, flowers), "a svm.* is made of rows of the data: embed_rows = TRUE")
expect_refused(saved(machine(Species ~ text + Petal.Width), flowers), "text is no factor of the data")
expect_broken <- function(words, ...) expect_refused(saved(utils::modifyList(fit, list(...)), flowers, embed_rows = TRUE), words)
expect_broken("SV: 1 columns for 2", SV = fit$SV[, 1, drop = FALSE])
expect_broken("SV: one is not a finite number", SV = replace(fit$SV, 3, NaN))
expect_broken("rho", rho = fit$rho[-1])
expect_broken("coefs", coefs = fit$coefs[-1, ])
expect_broken("nSV", nSV = fit$nSV[-1])
expect_broken("kernel: 7", kernel = 7)

few <- droplevels(subset(iris, Species != "setosa"))
expect_refused(saved(svm(Sepal.Length ~ Species, iris), few, embed_rows = TRUE), "factors have the levels of the data")
