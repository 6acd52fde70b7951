# Expressions of a formula become arithmetic: the value is an operand, or a list of them
# for what has several columns (poly, cbind).

unary <- c("-" = "negate", sqrt = "root", exp = "exp", log10 = "log-ten", log1p = "ln-one-plus",
           expm1 = "exp-minus-one", abs = "absolute", sign = "sign", floor = "floor", ceiling = "ceiling",
           trunc = "truncate", sin = "sine", cos = "cosine", atan = "arctangent", tanh = "tanh", plogis = "sigmoid",
           "!" = "not", is.na = "missing")
binary <- c("+" = "add", "-" = "subtract", "*" = "multiply", "/" = "divide", "^" = "power", "<" = "less",
            "<=" = "at-most", "==" = "equal", pmin = "least", pmax = "most")
identities <- c("(", "I", "as.numeric", "offset")

# `scope` has the pipeline `p` and the environment `env` of the formula.
compile <- function(e, scope) {
  if (is.name(e)) return(compile_name(e, scope))
  if (is.numeric(e) || is.logical(e)) return(constant(e))
  if (!is.call(e)) unreadable(e)
  folded <- fold(e, scope)
  if (!is.null(folded)) return(folded)
  compile_call(e, scope)
}

compile_name <- function(e, scope) {
  at <- column_position(scope$p, as.character(e))
  if (is.na(at) && !exists(e, scope$env)) refuse("the formula reads ", e, ", and the data have no such column")
  if (is.na(at)) return(constant(constant_value(e, scope)))
  column <- scope$p$columns[[at]]
  if (column$type == "categorical") refuse("column ", column$name, " is a category, and the formula computes with it")
  slot(at - 1L)
}

constant_value <- function(e, scope) {
  value <- tryCatch(eval(e, scope$env), error = function(error) unreadable(e))
  if (!(is.numeric(value) || is.logical(value)) || length(value) != 1 || is.na(value)) unreadable(e)
  as.numeric(value)
}

# What reads no column is computed here.
fold <- function(e, scope) {
  names <- all.vars(e)
  if (any(!is.na(vapply(names, function(name) column_position(scope$p, name), 1L)))) return(NULL)
  constant(constant_value(e, scope))
}

compile_call <- function(e, scope) {
  name <- if (is.name(e[[1]])) as.character(e[[1]]) else sub("^.*::+", "", deparse1(e[[1]]))
  args <- as.list(e)[-1]
  if (is.name(e[[1]]) && !of_R(name, scope$env)) refuse("the formula's ", name, "() is a function of your own: ", remedy)
  special <- specials()[[name]]
  if (!is.null(special)) return(special(e, args, scope))
  if (name %in% identities && length(args) == 1) return(compile(args[[1]], scope))
  if (name %in% names(unary) && length(args) == 1) return(one_function(unary[[name]], args, scope))
  if (name %in% names(binary) && length(args) == 2) return(one_function(binary[[name]], args, scope))
  unreadable(e)
}

# Not one that has the name of R's.
of_R <- function(name, env) {
  found <- get0(name, env, mode = "function")
  is.null(found) || is.primitive(found) || isNamespace(topenv(environment(found)))
}

one_function <- function(name, args, scope) {
  operands <- lapply(unname(args), single, scope)
  do.call(apply_function, c(list(scope$p, name), operands))
}

# An expression with one column.
single <- function(e, scope) {
  value <- compile(e, scope)
  if (is.null(names(value))) unreadable(e)
  value
}

remedy <- "compute it as a column of the data and fit again"

unreadable <- function(e) {
  refuse("the formula's ", deparse1(e), " is not read: ", remedy, "; read are ",
         paste(sort(unique(c(names(unary), names(binary), names(specials()), identities))), collapse = " "))
}

specials <- function() list(
  "+" = function(e, args, scope) if (length(args) == 1) single(args[[1]], scope) else one_function("add", args, scope),
  ">" = function(e, args, scope) one_function("less", rev(args), scope),
  ">=" = function(e, args, scope) one_function("at-most", rev(args), scope),
  "==" = compile_equal,
  "!=" = function(e, args, scope) apply_function(scope$p, "not", compile_equal(e, args, scope)),
  "%in%" = compile_in,
  "|" = function(e, args, scope) truth_function("add", 1, args, scope),
  "&" = function(e, args, scope) truth_function("multiply", 0, args, scope),
  log = compile_log,
  log2 = function(e, args, scope) logarithm(args[[1]], constant(2), scope),
  ifelse = function(e, args, scope) if (length(args) == 3) one_function("choose", args, scope) else unreadable(e),
  poly = compile_poly,
  bs = compile_bs,
  ns = compile_ns,
  scale = compile_scale,
  cbind = function(e, args, scope) unname(lapply(args, single, scope))
)

# Where one argument settles it, the other may be missing.
truth_function <- function(name, settles, args, scope) {
  f <- function(...) apply_function(scope$p, ...)
  sides <- lapply(unname(args), function(e) f("not", f("not", single(e, scope))))
  settled <- lapply(sides, function(side) f("equal", side, constant(settles), strict = FALSE))
  f("choose", f("most", settled[[1]], settled[[2]]), constant(settles), f(name, sides[[1]], sides[[2]]))
}

logarithm <- function(x, base, scope) {
  ln <- apply_function(scope$p, "ln", single(x, scope))
  apply_function(scope$p, "divide", ln, constant(log(base$constant)))
}

compile_log <- function(e, args, scope) {
  call <- as.list(match.call(function(x, base) NULL, e))
  if (is.null(call$base)) return(one_function("ln", list(call$x), scope))
  base <- compile(call$base, scope)
  if (is_slot(base)) unreadable(e)
  logarithm(call$x, base, scope)
}

# A category beside a text, or two numbers.
compile_equal <- function(e, args, scope) {
  text <- vapply(args, is.character, NA)
  if (!any(text)) return(one_function("equal", args, scope))
  membership(e, args[!text][[1]], args[[which(text)]], scope)
}

compile_in <- function(e, args, scope) membership(e, args[[1]], eval(args[[2]], scope$env), scope)

membership <- function(e, x, values, scope) {
  at <- if (is.name(x)) column_position(scope$p, as.character(x)) else NA
  if (is.na(at) || scope$p$columns[[at]]$type != "categorical") unreadable(e)
  column <- scope$p$columns[[at]]
  strange <- setdiff(as.character(values), as.character(column$levels))
  if (length(strange) && column$unseen == "predicted") {
    refuse("the formula asks for ", strange[1], ", which is no level of ", column$name, " in the data")
  }
  listed <- as.character(column$levels) %in% as.character(values)
  missing <- if (as.character(e[[1]]) == "%in%") 0 else NaN
  slot(add_node(scope$p, "encode", list(levels = I(as.numeric(listed)), missing = missing, unseen = 0), at - 1L, 1))
}

compile_scale <- function(e, args, scope) {
  call <- as.list(match.call(function(x, center = TRUE, scale = TRUE) NULL, e))
  value <- single(call$x, scope)
  amounts <- lapply(call[c("center", "scale")], eval, scope$env)
  if (!all(vapply(amounts, function(a) is.numeric(a) && length(a) == 1 || identical(a, FALSE), NA))) unreadable(e)
  if (is.numeric(amounts$center)) value <- apply_function(scope$p, "subtract", value, constant(amounts$center))
  if (is.numeric(amounts$scale)) value <- apply_function(scope$p, "divide", value, constant(amounts$scale))
  value
}

compile_poly <- function(e, args, scope) {
  call <- as.list(match.call(function(x, ..., degree, coefs = NULL, raw = FALSE, simple = FALSE) NULL, e,
                             expand.dots = FALSE))
  degree <- poly_degree(c(call$..., call$degree), scope)
  x <- single(call$x, scope)
  if (isTRUE(eval(call$raw, scope$env))) return(powers(x, degree, scope))
  coefs <- eval(call$coefs, scope$env)
  if (is.null(coefs)) refuse("the formula's poly(simple = TRUE) keeps no coefficients for new rows: leave simple out")
  orthogonal(x, degree, coefs, scope)
}

# What stands beside `x` is the degree, or a second column: of a single row R takes that for the degree.
poly_degree <- function(beside, scope) {
  if (!length(beside)) return(1)
  degree <- if (length(beside) == 1) compile(beside[[1]], scope)
  if (is.null(degree$constant)) refuse("the formula's poly() of several columns is not read: ", remedy)
  degree$constant
}

powers <- function(x, degree, scope) {
  lapply(seq_len(degree), function(k) apply_function(scope$p, "power", x, constant(k)))
}

# The three-term recurrence of stats::poly.
orthogonal <- function(x, degree, coefs, scope) {
  f <- function(name, a, b) apply_function(scope$p, name, a, b)
  z <- list(constant(1), f("subtract", x, constant(coefs$alpha[1])))
  for (i in seq_len(degree)[-1]) {
    risen <- f("multiply", f("subtract", x, constant(coefs$alpha[i])), z[[i]])
    z[[i + 1]] <- f("subtract", risen, f("multiply", constant(coefs$norm2[i + 1] / coefs$norm2[i]), z[[i - 1]]))
  }
  lapply(seq_len(degree), function(k) f("divide", z[[k + 1]], constant(sqrt(coefs$norm2[k + 2]))))
}
