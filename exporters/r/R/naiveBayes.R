# naiveBayes of e1071: sums of logarithms of densities and shares. A cell that is missing,
# or a level that it does not know, adds nothing.

windowbox_model.naiveBayes <- function(fit, data, ...) {
  if (any(fit$apriori <= 0) || !all(is.finite(fit$apriori))) refuse("apriori: a class has no rows")
  missing <- setdiff(names(fit$tables), names(data))
  if (length(missing)) refuse("tables: the data have no column ", missing[1])
  columns <- describe_columns(lapply(names(fit$tables), as.name), data, NULL)
  p <- new_pipeline(lapply(columns, replace, "missing", TRUE))
  parts <- vapply(seq_along(fit$tables), function(i) evidence(p, i, fit, data), numeric(length(fit$apriori)))
  margins <- totals(p, rbind(parts), log(as.numeric(fit$apriori)))
  classes <- if (is.logical(fit$levels)) c(FALSE, TRUE) else fit$levels
  if (length(classes) != length(fit$apriori)) refuse("levels: ", length(classes), " for ", length(fit$apriori))
  target <- list(name = "class", slots = I(margins), link = "softmax", classes = I(classes))
  answer <- function(row) as.vector(stats::predict(fit, row, type = "raw"))
  new_model(p, target, answer, "naive Bayes (naiveBayes)")
}

# What a column says for each class.
evidence <- function(p, i, fit, data) {
  name <- names(fit$tables)[i]
  table <- unclass(fit$tables[[i]])
  if (NROW(table) != length(fit$apriori) || !all(is.finite(table))) refuse("tables: that of ", name, " is not whole")
  column <- p$columns[[i]]
  numeric <- isTRUE(fit$isnumeric[[name]])
  if (numeric != (column$type == "numeric")) refuse("column ", name, " is of another type in the data")
  if (column$type == "numeric") return(log_densities(p, i - 1L, table))
  shares <- log(ifelse(table <= 0, no_share, table))
  if (column$type == "boolean") return(flag_evidence(p, i - 1L, shares))
  known <- match(as.character(column$levels), colnames(table))
  one <- function(k) {
    values <- ifelse(is.na(known), 0, shares[k, known])
    add_node(p, "encode", list(levels = I(unname(values)), missing = 0, unseen = 0), i - 1L, 1)
  }
  vapply(seq_len(nrow(table)), one, 1)
}

# What predict() takes for a share or a density of 0, and for a deviation of 0.
no_share <- 0.001

flag_evidence <- function(p, at, shares) {
  of <- function(word) if (word %in% colnames(shares)) shares[, word] else rep(0, nrow(shares))
  tuples <- Map(function(yes, no) list(slot(at), constant(yes), constant(no)), of("TRUE"), of("FALSE"))
  or_nothing(p, arithmetic(p, "choose", unname(tuples)))
}

or_nothing <- function(p, slots) add_node(p, "impute", list(fill = I(0 * slots)), slots, length(slots))

# dnorm() step by step, since it comes to 0 in a way of its own: x is split in two so that
# its square is exact.
log_densities <- function(p, at, table) {
  deviation <- ifelse(table[, 2] <= 0, no_share, table[, 2])
  each <- function(name, ...) lapply(arithmetic(p, name, unname(Map(list, ...))), slot)
  all <- function(x) lapply(x, constant)
  z <- each("absolute", each("divide", each("subtract", list(slot(at)), all(table[, 1])), all(deviation)))
  coarse <- each("divide", each("half-up", each("multiply", z, all(65536))), all(65536))
  rest <- each("subtract", z, coarse)
  first <- each("exp", each("multiply", each("multiply", all(-0.5), coarse), coarse))
  second <- each("exp", each("multiply", each("subtract", each("multiply", all(-0.5), rest), coarse), rest))
  density <- each("multiply", all(1 / sqrt(2 * pi) / deviation), each("multiply", first, second))
  none <- each("most", each("less", all(last_density), z), each("at-most", density, all(0)))
  density <- each("choose", none, all(no_share), density)
  or_nothing(p, vapply(each("ln", density), `[[`, 1, "slot"))
}

# Farther from the mean, in deviations, dnorm() is 0.
last_density <- sqrt(-2 * log(2) * (-1021 + 1 - 53))

# `parts` has a row for each class.
totals <- function(p, parts, starts) {
  keys <- list(reduction = "sum", precision = "f64", width = ncol(parts))
  sums <- add_node(p, "reduce", keys, as.vector(t(parts)), nrow(parts))
  arithmetic(p, "add", Map(function(i, start) list(slot(i), constant(start)), sums, starts))
}
