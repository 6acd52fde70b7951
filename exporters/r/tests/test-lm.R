# Linear models: the terms of a formula as R means them.

cars <- transform(mtcars, gear = factor(gear), am = am == 1, power = ifelse(hp > 120, "strong", "weak"))
cars$size <- factor(ifelse(cars$disp > 300, "L", ifelse(cars$disp > 150, "M", "S")), c("S", "M", "L"), ordered = TRUE)
odd <- rbind(cars, transform(cars[1:6, ], wt = c(NA, -1, 0, 1e6, 2, 3), hp = c(1, 2, NA, 0, -5, 1e5),
                             power = c("weak", NA, "weak", "new", "weak", "strong")))

same <- function(formula, ...) {
  fit <- do.call("lm", list(formula, quote(cars), ...))
  expect_same(fit, cars, row_by_row(fit, odd), rows = odd)
}

same(mpg ~ wt + hp)
same(mpg ~ wt - 1)
same(mpg ~ wt * gear + am + power)
same(mpg ~ wt + gear + am - 1, contrasts = list(gear = "contr.sum"))
same(mpg ~ am + wt:gear + 0)
same(mpg ~ gear:am + 0)
same(mpg ~ (gear + power + am)^2)
same(mpg ~ size + power, contrasts = list(power = "contr.sum"))
same(mpg ~ size + gear, contrasts = list(size = "contr.helmert", gear = "contr.SAS"))
same(mpg ~ gear * wt, contrasts = list(gear = matrix(c(1, -0.5, -0.5, 0, 1, -1), 3)))
same(mpg ~ gear, contrasts = list(gear = contr.sum(3)[, 1, drop = FALSE]))
same(mpg ~ size:wt)
same(mpg ~ factor(cyl) + wt)
same(mpg ~ factor(cyl) * wt + cyl:am)
same(mpg ~ ordered(cyl) + as.factor(carb > 2))
same(mpg ~ cut(wt, c(0, 2.5, 3.5, 6)) + hp)
same(mpg ~ cut(wt, c(0, 2.62, 3.44, 6), right = FALSE) + hp)
same(mpg ~ poly(hp, 3) + poly(wt, 2, raw = TRUE))
same(mpg ~ poly(hp, degree = 2) + poly(wt) + poly(qsec, raw = TRUE, 2))
same(mpg ~ log(hp) + log(wt, 10) + log2(disp) + log10(qsec) + log1p(drat) + exp(-wt) + sqrt(disp))
same(log(mpg) ~ I(wt^2) + I(hp / wt) + wt:hp + abs(wt - 3) + offset(disp / 100))
same(mpg ~ wt + offset(hp / 50) + offset(log(disp)))
same(mpg ~ scale(wt) + scale(hp, scale = FALSE) + cbind(drat, qsec))
same(mpg ~ ifelse(wt > 3 & hp > 100, wt, 0) + (power == "weak") + pmin(hp, 150) + I(hp >= 100 | am))
same(mpg ~ ifelse(is.na(wt) | wt < 2, 2, wt) + hp)
same(mpg ~ I(power %in% c("weak", "strong")) + (power != "weak") + hp)
same(mpg ~ wt + I(2 * wt) + hp)
same(mpg ~ wt, offset = quote(hp / 100))
same(mpg ~ wt + hp, weights = quote(qsec))
same(mpg ~ . - gear, subset = quote(wt < 5))

expect_refused(saved(lm(mpg ~ poly(hp, wt, degree = 2), cars), cars), "poly\\(\\) of several columns is not read: compute it")
expect_refused(saved(lm(mpg ~ poly(hp, wt, raw = TRUE), cars), cars), "poly\\(\\) of several columns")
expect_refused(saved(lm(mpg ~ poly(hp, wt, qsec, degree = 2), cars), cars), "poly\\(\\) of several columns")
expect_refused(saved(lm(mpg ~ poly(hp, 2, simple = TRUE), cars), cars), "leave simple out")

limit <- 3
same(mpg ~ poly(wt, limit))
same(mpg ~ I(wt > limit) + hp)

# Contrasts by the session's options, levels that no row has, whole numbers, texts.
before <- options(contrasts = c("contr.sum", "contr.helmert"))
same(mpg ~ gear * wt + size + power)
options(before)
cars$gear <- factor(cars$gear, c("2", levels(cars$gear)))
cars$carb <- as.integer(cars$carb)
odd <- rbind(cars, transform(cars[1:2, ], gear = factor(c("2", "3"))))
same(mpg ~ gear + carb)
same(mpg ~ gear + carb, subset = quote(gear != "4"))
same(sqrt(mpg) ~ gear)

spaced <- data.frame(y = cars$mpg, `my weight` = cars$wt, check.names = FALSE)
fit <- lm(y ~ `my weight` + log(`my weight`), spaced)
expect_same(fit, spaced, predict(fit, spaced))

lacking <- airquality
for (action in c("na.omit", "na.exclude")) {
  fit <- lm(Ozone ~ Solar.R + Wind + Temp + factor(Month), lacking, na.action = action)
  expect_same(fit, lacking, predict(fit, lacking))
}
fit <- aov(breaks ~ wool * tension, warpbreaks)
expect_same(fit, warpbreaks, predict(fit, warpbreaks))

expect_refused(saved(lm(cbind(mpg, hp) ~ wt, cars), cars), "a mlm/lm is not read")
expect_refused(saved(loess(mpg ~ wt, cars), cars), "a loess is not read.*poly\\(\\), ns\\(\\) or bs\\(\\)")
dated <- transform(cars, day = as.Date("2020-01-01") + 1:32, time = as.POSIXct("2020-01-01") + 1:32)
dated$both <- as.matrix(cars[c("wt", "hp")])
expect_refused(saved(lm(mpg ~ day, dated), dated), "column day is a Date")
expect_refused(saved(lm(mpg ~ time + wt, dated), dated), "column time is a POSIXct")
expect_refused(saved(lm(mpg ~ both, dated), dated), "column both is a matrix")
if (requireNamespace("mgcv", quietly = TRUE)) {
  expect_refused(saved(mgcv::gam(mpg ~ s(wt), data = cars), cars), "a gam/glm/lm is not read.*ns\\(\\)")
}
expect_refused(saved(lm(mpg ~ stats::filter(wt, 1), cars), cars), "filter.* is not read")
expect_refused(saved(lm(mpg ~ wt + I(power %in% c("weak", "new")), cars), cars), "new, which is no level of power")
expect_refused(saved(lm(mpg ~ 1, cars), cars), "reads no column")
expect_refused(saved(lm(mpg ~ wt, cars), as.matrix(mtcars)), "data is a matrix")
broken <- lm(mpg ~ wt + hp, cars)
broken$coefficients[["hp"]] <- Inf
expect_refused(saved(broken, cars), "coefficient")
broken$coefficients[["hp"]] <- NaN
expect_refused(saved(broken, cars), "coefficients: 2 of them in a fit of rank 3")
broken$coefficients[["hp"]] <- NA
expect_refused(saved(broken, cars), "coefficients: 2 of them in a fit of rank 3")
broken$rank <- 2
broken$coefficients <- broken$coefficients[1:2]
expect_refused(saved(broken, cars), "coefficients: 2 of them for 3")

# A column whose coefficient is NA is not looked at; beside factor(x), x is a category too.
twice <- transform(mtcars, twice = 2 * wt, text = ifelse(cyl == 4, "four", "more"), by = factor(cyl))
odd <- twice
odd$twice[1:3] <- NA
odd$text[4:5] <- c(NA, "new")
fit <- lm(mpg ~ wt + twice + hp, twice)
expect_same(fit, twice, row_by_row(fit, odd), rows = odd)
fit <- lm(mpg ~ wt + factor(text) + I(text == "four") + twice, twice)
expect_same(fit, twice, row_by_row(fit, odd), rows = odd)
names(twice)[c(2, 14)] <- c("my cyl", "my kind")
fit <- lm(mpg ~ `my kind` * wt + log(`my cyl`), twice, contrasts = list("my kind" = "contr.sum"))
expect_same(fit, twice, predict(fit, twice))

log <- function(x) 3 * x
expect_refused(saved(lm(mpg ~ log(wt), mtcars), mtcars), "log\\(\\) is a function of your own")
rm(log)
expect_refused(saved(lm(mpg ~ wt + hp, mtcars), mtcars["wt"]), "reads hp, and the data have no such column")
train <- structure(list(method = "lm", finalModel = fit), class = c("train", "train.formula"))
expect_refused(saved(train, mtcars), "a train of caret is not read: give its finalModel")
broken <- lm(mpg ~ wt, mtcars)
broken$rank <- NULL
expect_refused(saved(broken, mtcars), "rank: not a number")
