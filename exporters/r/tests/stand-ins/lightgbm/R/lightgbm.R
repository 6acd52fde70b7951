# Plain trees of numbers.

lgb.load <- function(file) {
  lines <- readLines(file)
  first <- grep("^Tree=", lines)
  last <- c(first[-1], match("end of trees", lines)) - 1
  structure(list(file = file, head = fields(lines[seq_len(first[1])]),
                 trees = Map(function(from, to) lapply(fields(lines[from:to]), numbers), first, last)), class = "lgb.Booster")
}

lgb.save <- function(booster, filename) file.copy(booster$file, filename)

fields <- function(lines) {
  lines <- grep("=", lines, value = TRUE)
  stats::setNames(as.list(sub("^[^=]*=", "", lines)), sub("=.*$", "", lines))
}

numbers <- function(text) suppressWarnings(as.numeric(strsplit(text, " ")[[1]]))

predict.lgb.Booster <- function(object, newdata, ...) {
  stopifnot(is.matrix(newdata), identical(colnames(newdata), strsplit(object$head$feature_names, " ")[[1]]))
  outputs <- as.numeric(object$head$num_tree_per_iteration)
  margins <- t(vapply(seq_len(nrow(newdata)), function(i) margins_of(object$trees, outputs, newdata[i, ]), numeric(outputs)))
  switch(strsplit(object$head$objective, " ")[[1]][1],
    binary = as.vector(1 / (1 + exp(-margins))),
    multiclass = exp(margins) / rowSums(exp(margins)),
    poisson = as.vector(exp(margins)),
    as.vector(margins))
}

margins_of <- function(trees, outputs, row) {
  margins <- numeric(outputs)
  for (i in seq_along(trees)) {
    k <- (i - 1) %% outputs + 1
    margins[k] <- margins[k] + leaf(trees[[i]], row)
  }
  margins
}

# The second bit of a decision sends missing cells to the left, the fourth says that there were some in training.
leaf <- function(tree, row) {
  at <- 1
  while (at > 0) {
    x <- row[tree$split_feature[at] + 1]
    decision <- tree$decision_type[at]
    if (is.na(x) && bitwAnd(decision, 12) != 8) x <- 0
    left <- if (is.na(x)) bitwAnd(decision, 2) > 0 else x <= tree$threshold[at]
    child <- (if (left) tree$left_child else tree$right_child)[at]
    at <- if (child >= 0) child + 1 else child
  }
  tree$leaf_value[-at]
}
