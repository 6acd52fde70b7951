# Plain trees of numbers and their dart, in single precision.

xgb.load <- function(file) {
  learner <- jsonlite::fromJSON(file, simplifyDataFrame = FALSE, simplifyMatrix = FALSE)$learner
  structure(list(file = file, learner = learner), class = "xgb.Booster")
}

xgb.save <- function(model, fname) file.copy(model$file, fname)

predict.xgb.Booster <- function(object, newdata, ...) {
  stopifnot(is.matrix(newdata), identical(colnames(newdata), object$learner$feature_names))
  margins <- t(vapply(seq_len(nrow(newdata)), function(i) margins_of(object$learner, single(newdata[i, ])),
                      numeric(max(1, as.numeric(object$learner$learner_model_param$num_class)))))
  switch(object$learner$objective$name,
    "binary:logistic" = as.vector(1 / (1 + exp(-margins))),
    "multi:softprob" = exp(margins) / rowSums(exp(margins)),
    "multi:softmax" = max.col(margins, "first") - 1,
    as.vector(margins))
}

margins_of <- function(learner, row) {
  booster <- learner$gradient_booster
  model <- if (booster$name == "dart") booster$gbtree$model else booster$model
  weights <- if (booster$name == "dart") booster$weight_drop else rep(1, length(model$trees))
  start <- jsonlite::fromJSON(learner$learner_model_param$base_score)
  margins <- if (learner$objective$name == "binary:logistic") single(stats::qlogis(start)) else single(start)
  for (i in seq_along(model$trees)) {
    k <- model$tree_info[i] + 1
    margins[k] <- single(margins[k] + single(leaf(model$trees[[i]], row) * single(weights[i])))
  }
  unname(margins)
}

leaf <- function(tree, row) {
  at <- 1
  while (tree$left_children[at] >= 0) {
    x <- row[tree$split_indices[at] + 1]
    left <- if (is.na(x)) tree$default_left[at] == 1 else x < single(tree$split_conditions[at])
    at <- (if (left) tree$left_children else tree$right_children)[at] + 1
  }
  single(tree$split_conditions[at])
}

single <- function(x) readBin(writeBin(as.double(x), raw(), size = 4), "double", length(x), size = 4)
