# One method a class, one file a family. A method returns what `new_model` makes.

windowbox_model <- function(fit, data, ...) UseMethod("windowbox_model")

windowbox_model.default <- function(fit, data, ...) {
  refuse("a ", paste(class(fit), collapse = "/"), " is not read. What can be done: fit lm, glm, multinom, nnet, ",
         "rpart, randomForest, ranger, glmnet, lda, qda, naiveBayes, svm, kmeans, xgboost or lightgbm (a smooth curve by ",
         "poly(), ns() or bs() in lm or glm), or save the model in a format that `windowbox import` reads (PMML, ONNX)")
}

windowbox_model.train <- function(fit, data, ...) {
  refuse("a train of caret is not read: give its finalModel, with the data as that was fitted to them (after preProcess, ",
         "factors as columns of 0 and 1), or fit the ", fit$method, " itself")
}

# `answer` gives predict()'s number or probabilities for a frame of one row, or a list of
# label and probabilities; `values` are numbers by column at which the model changes its mind;
# `of_rows` says that it is made of rows of the data; `tolerance` is the bound of one that
# R computes less exactly than in doubles, and why.
new_model <- function(pipeline, target, answer, words, values = list(), of_rows = FALSE, tolerance = NULL) {
  list(pipeline = pipeline, target = target, answer = answer, words = words, values = values, of_rows = of_rows,
       tolerance = tolerance)
}

# Classes that inherit a method without being what it reads.
only <- function(fit, classes) {
  if (!class(fit)[1] %in% classes) windowbox_model.default(fit)
}

# Elements of a fitted object, each of so many finite numbers.
numbers_in <- function(fit, ...) {
  counts <- list(...)
  for (element in names(counts)) {
    x <- fit[[element]]
    if (!is.numeric(x)) refuse(element, ": not a number")
    if (length(x) != counts[[element]]) refuse(element, ": ", length(x), " numbers of ", counts[[element]])
    if (!all(is.finite(x))) refuse(element, ": one is not a finite number")
  }
}

response_name <- function(fit) {
  terms <- stats::terms(fit)
  if (attr(terms, "response")) deparse1(attr(terms, "variables")[[2]], backtick = TRUE) else "value"
}

# The intercept and the other weights of one output, and the slots that they multiply.
weighted <- function(coefficients, terms, slots) {
  intercept <- attr(terms, "intercept") == 1
  if (length(coefficients) != length(slots) + intercept) {
    refuse("coefficients: ", length(coefficients), " of them for ", length(slots) + intercept, " columns of the design")
  }
  if (any(is.nan(coefficients))) refuse("coefficients: one is not a number")
  kept <- !is.na(coefficients)
  start <- if (intercept && kept[1]) coefficients[[1]] else 0
  if (intercept) {
    coefficients <- coefficients[-1]
    kept <- kept[-1]
  }
  list(start = start, weights = unname(coefficients[kept]), slots = slots[kept])
}
