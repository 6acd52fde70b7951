# The columns of model.matrix(), as slots.

# What a fitted object says of its formula.
formula_of <- function(fit) {
  terms <- stats::delete.response(stats::terms(fit))
  variables <- as.list(attr(terms, "variables"))[-1]
  predicted <- attr(terms, "predvars")
  labels <- vapply(variables, label_of, "")
  list(terms = terms, env = environment(terms), labels = labels, variables = variables,
       expressions = if (is.null(predicted)) variables else as.list(predicted)[-1],
       classes = attr(terms, "dataClasses")[labels], levels = fit$xlevels, contrasts = fit$contrasts)
}

# As model.frame() names them: backticks within calls alone.
label_of <- function(e) deparse1(e, backtick = is.call(e))

# The variables that a term or an offset uses: `y ~ . - x` has x, and does not.
asked_expressions <- function(formula) {
  factors <- attr(formula$terms, "factors")
  used <- if (length(factors)) which(rowSums(factors) > 0)
  formula$expressions[sort(c(used, attr(formula$terms, "offset")))]
}

# Levels by column: of variables that are columns, and of factor(column), of a number only
# where it stands nowhere else.
column_levels <- function(formula, data) {
  own <- formula$levels[names(formula$levels) %in% names(data)]
  for (i in seq_along(formula$variables)) {
    name <- wrapped_column(formula$variables[[i]])
    if (is.null(name) || !is.null(own[[name]])) next
    elsewhere <- name %in% unlist(lapply(formula$variables[-i], all.vars))
    if (!elsewhere || !is.numeric(data[[name]])) own[[name]] <- formula$levels[[formula$labels[i]]]
  }
  own
}

factor_calls <- c("factor", "as.factor", "ordered", "as.ordered", "as.character")

# The column of factor(column).
wrapped_column <- function(e) {
  wraps <- is.call(e) && as.character(e[[1]])[1] %in% factor_calls
  plain <- wraps && is.name(e[[2]]) && !any(c("labels", "exclude") %in% names(e)) && length(e) <= 4
  positional <- plain && sum(names(e) == "" | rep(is.null(names(e)), length(e))) > 3
  if (plain && !positional) as.character(e[[2]])
}

# Which variables are in which term, and how: 1 by contrasts, 2 by indicators. Without an
# intercept model.matrix() gives the first category that it meets indicators.
term_factors <- function(formula) {
  factors <- attr(formula$terms, "factors")
  category <- formula$labels %in% names(formula$levels) | formula$classes %in% "logical"
  if (attr(formula$terms, "intercept") == 0 && length(factors)) {
    factors[utils::head(which(category & factors > 0), 1)] <- 2
  }
  factors
}

# The slots of all columns but the intercept, in the order of model.matrix().
design <- function(p, formula) {
  scope <- list(p = p, env = formula$env)
  factors <- term_factors(formula)
  cache <- new.env()
  part <- function(i, coding) {
    key <- paste(i, coding)
    if (is.null(cache[[key]])) cache[[key]] <- variable_slots(i, coding, formula, scope)
    cache[[key]]
  }
  if (!length(factors)) return(integer())
  of_term <- function(term) {
    rows <- which(factors[, term] > 0)
    Reduce(function(a, b) products(p, a, b), lapply(rows, function(i) part(i, factors[i, term])))
  }
  unlist(lapply(seq_len(ncol(factors)), of_term))
}

# The first varies fastest.
products <- function(p, a, b) {
  pairs <- expand.grid(a = a, b = b)
  arithmetic(p, "multiply", Map(function(a, b) list(slot(a), slot(b)), pairs$a, pairs$b))
}

# A variable's columns; `coding` is 1 for contrasts and 2 for indicators of all levels.
variable_slots <- function(i, coding, formula, scope) {
  label <- formula$labels[i]
  levels <- formula$levels[[label]]
  if (!is.null(levels)) return(factor_slots(i, coded(levels, coding, formula, label), formula, scope))
  logical <- identical(unname(formula$classes[label]), "logical")
  operands <- compile(formula$expressions[[i]], scope)
  if (logical) return(flag_slots(operands, coded(c(FALSE, TRUE), coding, formula, label), scope$p))
  if (!is.null(names(operands))) operands <- list(operands)
  if (is.name(formula$variables[[i]])) return(operands[[1]]$slot)
  known(scope$p, vapply(operands, as_slot, 1, scope$p))
}

as_slot <- function(operand, p) {
  if (is_slot(operand)) operand$slot else arithmetic(p, "round", list(list(operand)))
}

# The matrix of a factor's columns: a row for each level.
coded <- function(levels, coding, formula, label) {
  if (coding == 2) return(diag(length(levels)))
  f <- factor(levels, levels = levels, ordered = identical(unname(formula$classes[label]), "ordered"))
  contrasts <- formula$contrasts[[label]]
  if (is.matrix(contrasts)) {
    stats::contrasts(f, ncol(contrasts)) <- contrasts
  } else if (!is.null(contrasts)) {
    stats::contrasts(f) <- contrasts
  }
  unname(stats::contrasts(f))
}

flag_slots <- function(operand, matrix, p) {
  operand <- slot(known(p, as_slot(operand, p)))
  arithmetic(p, "choose", lapply(seq_len(ncol(matrix)), function(j) {
    list(operand, constant(matrix[2, j]), constant(matrix[1, j]))
  }))
}

factor_slots <- function(i, matrix, formula, scope) {
  e <- formula$variables[[i]]
  levels <- formula$levels[[formula$labels[i]]]
  if (is.call(e) && identical(e[[1]], as.name("cut"))) return(cut_slots(e, levels, matrix, scope))
  name <- if (is.name(e)) as.character(e) else wrapped_column(e)
  at <- if (is.null(name)) NA else column_position(scope$p, name)
  if (is.na(at) || scope$p$columns[[at]]$type != "categorical") return(number_slots(e, levels, matrix, scope))
  order <- match(as.character(scope$p$columns[[at]]$levels), levels)
  if (anyNA(order)) refuse("column ", name, " has other levels in ", formula$labels[i])
  encode_slots(at, matrix[order, , drop = FALSE], scope$p)
}

# Indicators are one node; other contrasts one a column.
encode_slots <- function(at, matrix, p) {
  indicators <- all(matrix %in% c(0, 1)) && all(rowSums(matrix) <= 1)
  if (indicators) {
    columns <- ifelse(rowSums(matrix) == 1, max.col(matrix, "first") - 1L, NA)
    keys <- list(levels = I(lapply(columns, function(c) if (!is.na(c)) c)), columns = ncol(matrix))
    return(add_node(p, "one-hot", keys, at - 1L, ncol(matrix)))
  }
  one <- function(j) add_node(p, "encode", list(levels = I(matrix[, j]), missing = 0, unseen = 0), at - 1L, 1)
  vapply(seq_len(ncol(matrix)), one, 1)
}

# cut(x, breaks): the interval is the number of breaks below.
cut_slots <- function(e, levels, matrix, scope) {
  call <- as.list(match.call(function(x, breaks, labels, include.lowest, right, dig.lab, ordered_result) NULL, e))
  breaks <- tryCatch(sort(eval(call$breaks, scope$env)), error = function(error) unreadable(e))
  if (length(breaks) < 2 || !is.null(call$include.lowest)) unreadable(e)
  order <- match(levels(eval(as.call(replace(as.list(e), 2, 0)), scope$env)), levels)
  from_left <- identical(eval(call$right, scope$env), FALSE)
  x <- single(call$x, scope)
  below <- function(b) list(constant(b), x)
  flags <- arithmetic(scope$p, if (from_left) "at-most" else "less", lapply(breaks, below))
  count <- add_node(scope$p, "reduce", list(reduction = "sum", precision = "f64", width = length(breaks)), flags, 1)
  map_slots(count, seq_along(order), matrix[order, , drop = FALSE], scope$p)
}

# factor(x) of numbers or truth values.
number_slots <- function(e, levels, matrix, scope) {
  wraps <- is.call(e) && as.character(e[[1]])[1] %in% factor_calls && length(e) == 2
  keys <- if (identical(levels, c("FALSE", "TRUE"))) c(0, 1) else suppressWarnings(as.numeric(levels))
  if (!wraps || anyNA(keys)) unreadable(e)
  x <- as_slot(single(e[[2]], scope), scope$p)
  map_slots(x, sort(keys), matrix[order(keys), , drop = FALSE], scope$p)
}

# What is no key has no answer.
map_slots <- function(reads, keys, matrix, p) {
  one <- function(j) {
    add_node(p, "map", list(keys = I(keys), values = I(matrix[, j]), missing = NaN, other = NaN), reads, 1)
  }
  known(p, vapply(seq_len(ncol(matrix)), one, 1))
}
