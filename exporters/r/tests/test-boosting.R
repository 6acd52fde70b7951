# Boosters. Their packages are not to be had everywhere, so stand-ins load a model that the real
# ones have saved. What a stand-in predicts is held to what the real library answered.

packages <- tempfile("packages")
dir.create(packages)
before <- .libPaths()
.libPaths(c(packages, before))
sources <- shQuote(list.files(file.path(here, "stand-ins"), full.names = TRUE))
status <- system2(file.path(R.home("bin"), "R"), c("CMD", "INSTALL", "--no-docs", paste0("--library=", packages), sources),
                  stdout = FALSE, stderr = FALSE)
expect(status == 0, "the stand-ins are not installed")

golden <- function(case) {
  folder <- file.path(here, "..", "..", "..", "tests", "golden", case)
  read <- function(name) jsonlite::fromJSON(file.path(folder, name))
  input <- read("input.json")
  list(model = list.files(folder, "^model[.]", full.names = TRUE), answers = read("expected.json"),
       rows = stats::setNames(as.data.frame(input$rows), input$columns))
}

loaded <- function(file) if (grepl("json$", file)) xgboost::xgb.load(file) else lightgbm::lgb.load(file)

# The stand-in beside the library's own answers, then windowbox beside both.
expect_booster <- function(case, expected, within, ...) {
  one <- golden(case)
  fit <- loaded(one$model)
  own <- as.matrix(expected(one$answers))
  furthest <- function(got) max(abs(unname(as.matrix(got)) - own) / pmax(abs(own), 1))
  expect(furthest(predict(fit, data.matrix(one$rows))) < within, case, ": the stand-in answers otherwise")
  file <- saved(fit, one$rows, ...)
  said <- asked(file, one$rows)
  expect(furthest(numbers(said, nrow(own), ncol(own))) < within, case, ": another answer")
  list(file = file, said = said, answers = one$answers)
}

value <- function(answers) answers$value
second <- function(answers) answers$proba[, 2]
each <- function(answers) answers$proba
labelled <- function(one, classes) {
  expect(identical(unlist(one$said$prediction), classes[one$answers$label + 1]), "another label")
}

expect_booster("xgb-reg-diabetes", value, 1e-7)
ship <- expect_booster("xgb-binary-titanic", second, 2e-6, classes = c("no", "yes"))
labelled(ship, c("no", "yes"))
wines <- c("red", "white", "rose")
labelled(expect_booster("xgb-dart-wine", each, 2e-6, classes = wines), wines)

expect_booster("lgb-reg-diabetes", value, 1e-15)
expect_booster("lgb-poisson-diabetes", value, 1e-13)
labelled(expect_booster("lgb-binary-titanic", second, 1e-13, classes = c("no", "yes")), c("no", "yes"))
labelled(expect_booster("lgb-multi-wine", each, 1e-13, classes = wines), wines)

# What `xgboost()` gives knows its classes.
one <- golden("xgb-binary-titanic")
fit <- loaded(one$model)
class(fit) <- c("xgboost", "xgb.Booster")
attr(fit, "metadata") <- list(y_levels = c("lost", "saved"))
said <- asked(saved(fit, one$rows), one$rows)
expect(identical(unlist(said$prediction), c("lost", "saved")[one$answers$label + 1]), "the levels of y")

# A booster that answers labels.
one <- golden("xgb-dart-wine")
softmax <- tempfile(fileext = ".json")
writeLines(sub("multi:softprob", "multi:softmax", readLines(one$model, warn = FALSE)), softmax)
fit <- loaded(softmax)
said <- asked(saved(fit, one$rows, classes = wines), one$rows)
expect(identical(unlist(said$prediction), wines[one$answers$label + 1]), "labels")

card <- jsonlite::fromJSON(system2(windowbox:::find_command(), c("inspect", ship$file, "--json"), stdout = TRUE))$card
expect(identical(card$made_with[, 1], c("xgboost", "R")), "the package first")
expect_refused(saved(fit, one$rows[-1]), "the booster reads alcohol, and the data have no such column")
texts <- replace(one$rows, "alcohol", as.character(one$rows$alcohol))
expect_refused(saved(fit, texts), "column alcohol is a character: make it a number or a factor")
fit$file <- tempfile()
expect_refused(saved(fit, one$rows), "xgboost::xgb.save wrote nothing")

.libPaths(before)
