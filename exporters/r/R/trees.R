# Trees in the making: nodes in the order in which they are added, parents first.

new_tree <- function(outputs) {
  tree <- new.env()
  tree$nodes <- list()
  tree$leaves <- numeric()
  tree$outputs <- outputs
  tree
}

# Adds a test of `x <= threshold` or, without a column, a leaf; returns its position.
add_tree_node <- function(tree, column = NULL, threshold = 0, index = 0) {
  at <- length(tree$nodes)
  tree$nodes[[at + 1]] <- list(column = column, threshold = threshold, index = index, yes = 0, no = 0)
  at
}

add_leaf <- function(tree, values) {
  tree$leaves <- c(tree$leaves, values)
  add_tree_node(tree, index = length(tree$leaves) / tree$outputs - 1)
}

lead <- function(tree, from, yes, no) {
  tree$nodes[[from + 1]]$yes <- yes
  tree$nodes[[from + 1]]$no <- no
}

# One tree whose leaves are vectors of all outputs.
add_trees <- function(p, tree, reads) {
  each <- function(key) vapply(tree$nodes, `[[`, 1, key)
  column <- vapply(tree$nodes, function(node) if (is.null(node$column)) NA else node$column, 1)
  nodes <- data.frame(column = column, threshold = each("threshold"), index = each("index"), yes = each("yes"),
                      no = each("no"), flags = 0)
  add_forest(p, nodes, c(0, nrow(nodes)), tree$outputs, tree$leaves, reads)
}

# Trees one behind the other: `nodes` has a row for each node, `first` where each tree
# begins, `sets` two words for each set of levels; `elements` are the fitted object's names of
# leaves and thresholds.
add_forest <- function(p, nodes, first, outputs, leaves, reads, divisor = 1, sets = numeric(),
                       elements = c("leaves", "splits")) {
  bad <- elements[c(!all(is.finite(leaves)), !all(is.finite(nodes$threshold)))]
  if (length(bad)) refuse(bad[1], ": one is not a finite number")
  trees <- length(first) - 1
  of_trees <- function(x) I(rep(list(x), trees))
  keys <- list(columns = length(reads), outputs = outputs, input = "f64", leaf = "f64", sum = "f64", zero_band = 0,
               start = I(numeric(outputs)), bias = I(numeric(outputs)), divisor = divisor, scale = 1, first = I(first),
               target = of_trees(if (outputs == 1) 0), depth = of_trees(NULL), base = I(numeric(trees)),
               column = I(positions(nodes$column)), threshold = I(nodes$threshold), index = I(nodes$index),
               yes = I(nodes$yes), no = I(nodes$no), flags = I(nodes$flags), leaves = I(leaves),
               set_first = I(seq(0, length(sets), by = 2)), set_words = I(sets))
  add_node(p, "trees", keys, reads, outputs)
}

# A leaf tests no column.
positions <- function(x) lapply(x, function(i) if (!is.na(i)) i)
