# Forests of ranger: means of values, shares of votes, means of probabilities.

windowbox_model.ranger <- function(fit, data, ...) {
  forest <- fit$forest
  if (is.null(forest)) refuse("the ranger has no forest: fit it with write.forest = TRUE")
  numbers_in(fit, num.trees = 1)
  numbers_in(forest, num.trees = 1)
  if (length(forest$class.values)) numbers_in(forest, class.values = length(forest$class.values))
  if (!forest$treetype %in% names(ranger_kinds)) refuse("a ranger of type ", forest$treetype, " is not read")
  variables <- lapply(forest$independent.variable.names, as.name)
  missing <- setdiff(forest$independent.variable.names, names(data))
  if (length(missing)) refuse("the ranger reads ", missing[1], ", and the data have no such column")
  p <- new_pipeline(describe_columns(variables, data, NULL))
  reads <- vapply(seq_along(variables), function(i) ranger_input(p, forest, i, data), 1)
  classes <- ranger_classes(forest)
  slots <- add_ranger(p, forest, length(classes), reads)
  target <- c(list(name = ranger_response(fit), slots = I(slots)), if (length(classes)) list(classes = I(classes)))
  new_model(p, target, ranger_kinds[[forest$treetype]](fit, forest), ranger_words(forest), ranger_thresholds(forest))
}

ranger_words <- function(forest) paste(forest$num.trees, "trees (ranger),", tolower(forest$treetype))

# Of each type of forest what answers a row. Of equal votes ranger draws lots, so it is
# asked for each tree's.
ranger_kinds <- list(
  Regression = function(fit, forest) {
    function(row) stats::predict(fit, row, num.threads = 1)$predictions
  },
  Classification = function(fit, forest) {
    codes <- sort(forest$class.values)
    function(row) {
      votes <- stats::predict(fit, row, predict.all = TRUE, num.threads = 1)$predictions
      tabulate(match(votes, codes), length(codes)) / forest$num.trees
    }
  },
  "Probability estimation" = function(fit, forest) {
    function(row) {
      shares <- drop(stats::predict(fit, row, num.threads = 1)$predictions)
      if (is.null(forest$levels)) shares[order(forest$class.values)] else unname(shares)
    }
  }
)

# In the order of the levels, or of the numbers.
ranger_classes <- function(forest) {
  codes <- sort(forest$class.values)
  if (is.null(forest$levels)) codes else forest$levels[codes]
}

ranger_response <- function(fit) {
  formula <- fit$call$formula
  if (is.call(formula)) return(deparse1(formula[[2]], backtick = TRUE))
  name <- fit$call$dependent.variable.name
  if (is.character(name)) name else "value"
}

# Sets of levels are asked of the category itself; else its levels count from 1, in the
# order that the forest found, and new ones come after.
ranger_input <- function(p, forest, i, data) {
  name <- forest$independent.variable.names[i]
  at <- column_position(p, name)
  if (p$columns[[at]]$type != "categorical" || !forest$is.ordered[i]) return(at - 1)
  order <- forest$covariate.levels[[name]]
  if (is.null(order) && !is.factor(data[[name]])) {
    refuse("column ", name, " is a text, whose levels ranger does not keep: make it a factor and fit again")
  }
  levels <- as.character(p$columns[[at]]$levels)
  if (is.null(order)) order <- levels
  codes <- match(levels, order, nomatch = length(order) + 1)
  add_node(p, "encode", list(levels = I(codes), missing = NaN, unseen = length(order) + 1), at - 1L, 1)
}

add_ranger <- function(p, forest, classes, reads) {
  trees <- lapply(seq_len(forest$num.trees), function(tree) ranger_tree(forest, tree, length(reads)))
  first <- c(0, cumsum(vapply(trees, nrow, 1L)))
  nodes <- joined_trees(trees, first)
  leaf <- is.na(nodes$column)
  set <- !leaf & !forest$is.ordered[ifelse(leaf, 1, nodes$column + 1)]
  sets <- set_words(nodes$threshold[set])
  nodes$index[set] <- seq_len(sum(set)) - 1
  nodes$threshold[set] <- 0
  nodes$flags <- 2 * set
  leaves <- ranger_leaves(forest, nodes$value[leaf])
  nodes$index[leaf] <- leaves$index
  add_forest(p, nodes, first, max(classes, 1), leaves$numbers, reads, forest$num.trees, sets,
             c(if (forest$treetype == "Regression") "split.values" else "terminal.class.counts", "split.values"))
}

# A tree's nodes; children by their position in the tree. A set has the levels that go
# right.
ranger_tree <- function(forest, tree, columns) {
  children <- do.call(cbind, forest$child.nodeIDs[[tree]])
  nodes <- nrow(children)
  column <- forest$split.varIDs[[tree]]
  values <- forest$split.values[[tree]]
  if (length(column) != nodes || length(values) != nodes) refuse("split.values: not one a node, in tree ", tree)
  leaf <- children[, 1] == 0 & children[, 2] == 0
  if (any(children[!leaf, ] <= row(children)[!leaf, ] - 1) || any(children >= nodes)) {
    refuse("child.nodeIDs: tree ", tree, " has a bad child")
  }
  if (!all(column[!leaf] %in% (seq_len(columns) - 1))) refuse("split.varIDs: tree ", tree, " tests no column of the model")
  sets <- !leaf & !forest$is.ordered[column + 1]
  data.frame(column = ifelse(leaf, NA, column), threshold = ifelse(leaf, 0, values),
             yes = ifelse(sets, children[, 2], children[, 1]), no = ifelse(sets, children[, 1], children[, 2]),
             value = values)
}

# Numbers, unit vectors of classes, or probabilities, and which of them each leaf has.
ranger_leaves <- function(forest, values) {
  if (forest$treetype == "Regression") return(list(numbers = values, index = seq_along(values) - 1))
  codes <- sort(forest$class.values)
  if (forest$treetype == "Classification") {
    if (!all(values %in% codes)) refuse("split.values: a leaf has no class of the forest")
    return(list(numbers = as.vector(diag(length(codes))), index = match(values, codes) - 1))
  }
  shares <- unlist(forest$terminal.class.counts, recursive = FALSE)
  shares <- shares[lengths(shares) > 0]
  if (length(shares) != length(values) || !all(lengths(shares) == length(codes))) {
    refuse("terminal.class.counts: not one share a class and leaf")
  }
  list(numbers = unlist(lapply(shares, `[`, order(forest$class.values))), index = seq_along(values) - 1)
}

ranger_thresholds <- function(forest) {
  leaf <- unlist(lapply(forest$child.nodeIDs, function(children) children[[1]] == 0))
  names <- forest$independent.variable.names[unlist(forest$split.varIDs)[!leaf] + 1]
  split(unlist(forest$split.values)[!leaf], factor(names, forest$independent.variable.names))
}
