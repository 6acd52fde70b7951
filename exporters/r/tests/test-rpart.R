# rpart: methods, surrogates, missing cells, levels that a node never saw, losses.

if (!requireNamespace("rpart", quietly = TRUE)) stop("these tests need the package rpart")
library(rpart)

air <- transform(airquality, month = factor(month.abb[Month]), hot = Temp > 80,
                 wind = factor(cut(Wind, c(0, 7, 11, 30), labels = c("low", "mid", "high")), ordered = TRUE))
gaps <- air
for (j in c("Solar.R", "Wind", "Temp", "month", "wind", "hot")) gaps[seq(match(j, names(gaps)), 153, 7), j] <- NA
odd <- rbind(gaps, transform(air[1:3, ], Temp = c(NA, 1e9, -1e9), Wind = NA_real_, Solar.R = NA_integer_))

same <- function(formula, ..., data = air, rows = odd, type = "vector") {
  fit <- rpart(formula, data, ...)
  expect_same(fit, data, predict(fit, rows, type = type), rows = rows)
}

same(Ozone ~ Solar.R + Wind + Temp)
same(Ozone ~ Solar.R + Temp + month + wind + hot)
same(Ozone ~ log(Solar.R) + I(Wind^2) + factor(Month))
same(Ozone ~ month + wind + hot, control = rpart.control(cp = 0.001, minsplit = 5))
for (use in 0:2) {
  settings <- rpart.control(usesurrogate = use, cp = 0.001, minsplit = 8)
  same(Ozone ~ Solar.R + Wind + Temp + month + wind, control = settings)
  same(Ozone ~ Solar.R + Wind + Temp + month, control = settings, data = gaps)
}
same(Ozone ~ Solar.R + Wind + Temp, control = rpart.control(maxsurrogate = 0, maxcompete = 0, cp = 0.001))
same(Month ~ Wind + Temp + Ozone, method = "poisson")

births <- transform(kyphosis[c(1:81, 1:9), ], Start = replace(Start, 82:90, NA), Age = replace(Age, 85:88, NA))
same(Kyphosis ~ Age + Number + Start, data = kyphosis, rows = births, type = "prob")
same(Species ~ ., data = iris, rows = iris, type = "prob")

losses <- rpart(Kyphosis ~ Age + Number + Start, kyphosis, parms = list(loss = matrix(c(0, 4, 1, 0), 2)),
                control = rpart.control(cp = 0.001, minsplit = 6))
file <- expect_same(losses, kyphosis, predict(losses, births), rows = births)
said <- unlist(asked(file, births[c("Age", "Number", "Start")])$prediction)
expect(identical(said, as.character(predict(losses, births, type = "class"))), "other classes")
expect(any(said != colnames(predict(losses))[max.col(predict(losses, births))]), "the losses change no class")

expect_refused(saved(rpart(Ozone ~ Temp, air, control = rpart.control(cp = 1)), air), "no split")
fit <- rpart(Ozone ~ Temp + month, air)
broken <- fit
broken$frame <- broken$frame[-2, ]
expect_refused(saved(broken, air), "frame: a node lacks a child")
broken <- fit
broken$frame$yval[2] <- NaN
expect_refused(saved(broken, air), "yval: one")
broken <- fit
broken$splits[1, "index"] <- NA
expect_refused(saved(broken, air), "splits: one is not a finite number")
broken <- fit
broken$csplit <- broken$csplit[0, , drop = FALSE]
expect_refused(saved(broken, air), "csplit")
broken <- rpart(Ozone ~ Temp, air)
broken$splits <- broken$splits[1, , drop = FALSE]
expect_refused(saved(broken, air), "splits")

spaced <- stats::setNames(transform(mtcars, gear = factor(gear))[1:10], c("mpg", "my cyl", names(mtcars)[3:9], "my gear"))
fit <- rpart(mpg ~ `my cyl` + `my gear`, spaced, minsplit = 4)
expect_same(fit, spaced, predict(fit, spaced))
