# A pipeline in the making: columns first, then nodes that write the next free slots.

new_pipeline <- function(columns) {
  p <- new.env()
  p$columns <- columns
  p$nodes <- list()
  p$slots <- length(columns)
  p
}

# Adds a node and returns the slots that it writes.
add_node <- function(p, kind, keys, reads, writes) {
  # Arguments that add nodes of their own do so before this one.
  force(list(keys, reads))
  slots <- p$slots + seq_len(writes) - 1L
  p$slots <- p$slots + as.integer(writes)
  node <- list(keys, reads = I(as.integer(reads)), writes = I(as.integer(slots)))
  names(node)[1] <- kind
  p$nodes[[length(p$nodes) + 1]] <- node
  slots
}

# An operand is a slot or a constant.
slot <- function(i) list(slot = i)
constant <- function(x) list(constant = as.numeric(x))
is_slot <- function(operand) !is.null(operand$slot)

# One function of tuples of operands: a slot for each tuple.
arithmetic <- function(p, name, tuples, strict = TRUE) {
  operands <- unlist(tuples, recursive = FALSE)
  slots <- unlist(lapply(operands, `[[`, "slot"))
  reads <- unique(slots)
  named <- function(operand) {
    if (is_slot(operand)) list(column = match(operand$slot, reads) - 1L) else operand
  }
  keys <- list(`function` = name, precision = "f64", strict = strict, operands = I(lapply(unname(operands), named)))
  add_node(p, "arithmetic", keys, reads, length(tuples))
}

# The same of one tuple, as an operand.
apply_function <- function(p, name, ..., strict = TRUE) slot(arithmetic(p, name, list(list(...)), strict))

# `weights` is a matrix: a row for each output, a column for each slot that is read;
# `element` is what the fitted object calls them.
linear <- function(p, weights, intercepts, reads, element = "coefficients") {
  if (!all(is.finite(c(weights, intercepts)))) refuse(element, ": one is not a finite number")
  keys <- list(columns = length(reads), coefficients = I(as.vector(t(weights))), intercepts = I(intercepts),
               precision = "f64", intercept_first = TRUE, skip_missing = FALSE)
  add_node(p, "linear", keys, reads, length(intercepts))
}

# Rows in which one of these numbers is missing have no answer.
known <- function(p, slots) arithmetic(p, "known", lapply(slots, function(i) list(slot(i))))

# R hands no infinite number to C code, and so log(0) has no answer there.
finite <- function(p, slots) {
  # They may add nodes of their own.
  force(slots)
  kinds <- vapply(p$nodes, function(node) names(node)[1], "")
  computed <- unlist(lapply(p$nodes[kinds %in% c("arithmetic", "piecewise")], `[[`, "writes"))
  may <- slots %in% computed
  if (!any(may)) return(slots)
  nothing <- arithmetic(p, "multiply", lapply(slots[may], function(i) list(constant(0), slot(i))))
  sums <- arithmetic(p, "add", Map(function(i, j) list(slot(i), slot(j)), slots[may], nothing))
  replace(slots, may, known(p, sums))
}

# The columns that these slots are made of, by their positions.
sources <- function(p, slots) {
  for (node in rev(p$nodes)) if (any(node$writes %in% slots)) slots <- c(slots, node$reads)
  sort(unique(slots[slots < length(p$columns)])) + 1L
}

column_names <- function(p) vapply(p$columns, `[[`, "", "name")

column_position <- function(p, name) match(name, column_names(p))

refuse <- function(...) stop(..., call. = FALSE)
