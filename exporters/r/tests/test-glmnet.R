# glmnet: families, penalties, and cross-validated fits.

if (!requireNamespace("glmnet", quietly = TRUE)) stop("these tests need the package glmnet")
suppressMessages(library(glmnet))
set.seed(5)

x <- as.matrix(mtcars[c("wt", "hp", "qsec", "drat", "disp")])
data <- as.data.frame(x)

same <- function(fit, s) expect_same(fit, data, drop(predict(fit, x, s = s, type = "response")), s = s)

same(glmnet(x, mtcars$mpg), 0.3)
same(glmnet(x, mtcars$mpg, alpha = 0), 2)
same(glmnet(x, mtcars$am, family = "binomial"), 0.02)
same(glmnet(x, ifelse(mtcars$am == 1, "manual", "automatic"), family = "binomial"), 0.1)
same(glmnet(x, mtcars$carb, family = "poisson"), 0.1)
same(glmnet(x, factor(mtcars$gear), family = "multinomial"), 0.01)
suppressWarnings(chosen <- cv.glmnet(x, mtcars$mpg, nfolds = 5))
for (s in c("lambda.min", "lambda.1se")) same(chosen, s)
expect_same(chosen, data, drop(predict(chosen, x)))

expect_refused(saved(glmnet(x, mtcars$mpg), data), "many penalties")
expect_refused(saved(glmnet(x, mtcars$mpg), mtcars["wt"], s = 0.1), "a column hp")
expect_refused(saved(glmnet(x, cbind(mtcars$mpg, mtcars$hp), family = "mgaussian"), data, s = 0.1), "mrelnet.* is not read")
expect_refused(saved(glmnet(unname(x), mtcars$mpg), data, s = 0.1), "column")
