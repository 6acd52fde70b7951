# ranger: the types of forests, factors in all modes, new levels, tampered forests.

if (!requireNamespace("ranger", quietly = TRUE)) stop("these tests need the package ranger")
suppressMessages(library(ranger))

air <- transform(na.omit(airquality), month = factor(month.abb[Month]), hot = Temp > 80,
                 wind = factor(cut(Wind, c(0, 7, 11, 30), labels = c("low", "mid", "high")), ordered = TRUE))
gaps <- rbind(transform(air, Wind = replace(Wind, 1:5, NA), month = replace(month, 4:9, NA)), transform(air[1:9, ], Temp = 1e6))
gaps$month <- factor(gaps$month, c(levels(air$month), "Nov"))
gaps$month[20:25] <- "Nov"

# Row by row, NA where predict() stops: a missing cell stops all.
answers <- function(fit, rows, ...) {
  one <- function(i) tryCatch(drop(predict(fit, rows[i, ], seed = 1, ...)$predictions), error = function(e) NA)
  answers <- lapply(seq_len(nrow(rows)), one)
  width <- max(lengths(answers))
  do.call(rbind, lapply(answers, rep_len, width))
}
same <- function(fit, data, rows) expect_same(fit, data, answers(fit, rows), rows = rows)
shares <- function(fit, data, rows, levels) {
  votes <- answers(fit, rows, predict.all = TRUE)
  count <- function(votes) if (anyNA(votes)) rep(NA, length(levels)) else tabulate(votes, length(levels)) / length(votes)
  file <- expect_same(fit, data, t(apply(votes, 1, count)), rows = rows)
  labels <- apply(votes, 1, function(v) if (!anyNA(v)) levels[which.max(tabulate(v, length(levels)))])
  said <- asked(file, rows[fit$forest$independent.variable.names])$prediction
  expect(identical(lapply(said, identity), lapply(labels, identity)), "other classes")
}

quiet <- function(..., seed = 1) ranger(..., num.threads = 1, seed = seed, num.trees = 30)
for (mode in c("ignore", "order", "partition")) {
  same(quiet(Ozone ~ Solar.R + Wind + Temp + month + wind + hot, air, respect.unordered.factors = mode), air, gaps)
  shares(quiet(month ~ Wind + wind + Temp, air, respect.unordered.factors = mode), air, gaps, levels(air$month))
  same(quiet(wind ~ month + Temp + hot, air, probability = TRUE, respect.unordered.factors = mode), air, gaps)
}
same(quiet(Ozone ~ month + Temp, air, splitrule = "extratrees"), air, gaps)
same(quiet(Species ~ ., iris, probability = TRUE, max.depth = 3), iris, iris)
same(quiet(x = iris[1:3], y = iris$Petal.Width), iris, iris)
same(quiet(dependent.variable.name = "Species", data = iris, probability = TRUE), iris, iris)
reversed <- iris[150:1, ]
same(quiet(Species ~ ., reversed, probability = TRUE), reversed, iris)
shares(quiet(Species ~ ., reversed), reversed, iris, levels(iris$Species))
few <- droplevels(iris[iris$Species != "setosa", ])
same(quiet(Species ~ ., transform(few, Species = factor(Species, levels(iris$Species))), probability = TRUE), few, few)
texts <- transform(air, month = as.character(month))
text_gaps <- transform(gaps, month = as.character(month))
same(quiet(Ozone ~ month + Temp, texts, respect.unordered.factors = "order"), texts, text_gaps)
set.seed(4)
levels <- data.frame(y = rep(c(1, 5, 2, 8), 40), x = factor(sample(c(letters, LETTERS[1:14]), 160, TRUE)), z = 1:160)
same(quiet(y ~ x + z, levels, splitrule = "extratrees"), levels, levels)
numbers <- quiet(am ~ wt + hp, mtcars, classification = TRUE)
file <- saved(numbers, mtcars)
expect(identical(as.numeric(unlist(asked(file, mtcars[c("wt", "hp")])$prediction)), predict(numbers, mtcars, seed = 1)$predictions),
       "other numbers of classes")

expect_refused(saved(quiet(Ozone ~ month + Temp, texts), texts), "month is a text")
expect_refused(saved(quiet(Ozone ~ Temp:Wind, air), air), "the ranger reads Temp:Wind")
expect_refused(saved(quiet(Ozone ~ Temp, air, write.forest = FALSE), air), "write.forest")
if (requireNamespace("survival", quietly = TRUE)) {
  lived <- survival::veteran
  fit <- ranger(survival::Surv(time, status) ~ age + karno, lived, num.trees = 3)
  expect_refused(saved(fit, lived), "type Survival is not read")
}

fit <- quiet(Species ~ ., iris, probability = TRUE)
expect_broken <- function(words, change) {
  broken <- fit
  broken$forest <- change(broken$forest)
  expect_refused(saved(broken, iris), words)
}
expect_broken("child.nodeIDs: tree 2 has a bad child", function(f) { f$child.nodeIDs[[2]][[1]][1] <- 0; f })
expect_broken("child.nodeIDs: tree 1 has a bad child", function(f) { f$child.nodeIDs[[1]][[2]][1] <- 1e6; f })
expect_broken("split.varIDs: tree 1", function(f) { f$split.varIDs[[1]][1] <- 9; f })
expect_broken("split.values: not one a node", function(f) { f$split.values[[1]] <- 1; f })
expect_broken("not a finite number", function(f) { f$split.values[[1]][1] <- NaN; f })
expect_broken("terminal.class.counts", function(f) { f$terminal.class.counts[[1]] <- list(); f })
expect_broken("not a finite number", function(f) {
  at <- which(lengths(f$terminal.class.counts[[1]]) > 0)[1]
  f$terminal.class.counts[[1]][[at]][1] <- NA
  f
})
