# Trees in the making: nodes in the order in which they are added, parents first.

new_tree <- function(columns, outputs) {
  tree <- new.env()
  tree$nodes <- list()
  tree$leaves <- numeric()
  tree$columns <- columns
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
  if (!all(is.finite(tree$leaves))) refuse("a leaf is not a finite number")
  each <- function(key) I(vapply(tree$nodes, `[[`, 1, key))
  keys <- list(columns = tree$columns, outputs = tree$outputs, input = "f64", leaf = "f64", sum = "f64", zero_band = 0,
               start = I(numeric(tree$outputs)), bias = I(numeric(tree$outputs)), divisor = 1, scale = 1,
               first = I(c(0, length(tree$nodes))), target = I(list(if (tree$outputs == 1) 0)), depth = I(list(NULL)),
               base = I(0), column = I(lapply(tree$nodes, `[[`, "column")), threshold = each("threshold"),
               index = each("index"), yes = each("yes"), no = each("no"), flags = I(numeric(length(tree$nodes))),
               leaves = I(tree$leaves), set_first = I(0), set_words = I(numeric()))
  add_node(p, "trees", keys, reads, tree$outputs)
}
