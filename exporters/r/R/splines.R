# bs() and ns() of splines: polynomials between knots, and beyond the boundary those that
# the package continues with. Their coefficients are the package's own derivatives.

compile_bs <- function(e, args, scope) {
  s <- spline_settings(e, scope)
  at <- function(center) taylor(s, center, s$degree)
  near <- c(s$inner, s$boundary)
  # Beyond the boundary bs() expands a quarter of the way to the nearest knot.
  low <- 0.75 * s$boundary[1] + 0.25 * min(near[near > s$boundary[1]])
  high <- 0.75 * s$boundary[2] + 0.25 * max(near[near < s$boundary[2]])
  spline_slots(s, low, high, at, at, function(basis) without_first(s, basis), scope)
}

compile_ns <- function(e, args, scope) {
  s <- spline_settings(e, scope)
  if (s$degree != 3) unreadable(e)
  kept <- function(basis) without_first(s, basis)
  bends <- qr(t(kept(splines::splineDesign(s$knots, s$boundary, 4, c(2L, 2L)))))
  natural <- function(basis) as.matrix(t(qr.qty(bends, t(kept(basis)))))[, -(1:2), drop = FALSE]
  straight <- function(center) rbind(taylor(s, center, 1), 0, 0)
  spline_slots(s, s$boundary[1], s$boundary[2], function(center) taylor(s, center, 3), straight, natural, scope)
}

without_first <- function(s, basis) if (s$intercept) basis else basis[, -1, drop = FALSE]

# What predict() knows of the call: the fit keeps its knots.
spline_settings <- function(e, scope) {
  given <- as.list(match.call(function(x, df, knots, degree = 3, intercept = FALSE, Boundary.knots) NULL, e))
  values <- lapply(given[setdiff(names(given), c("", "x"))], eval, scope$env)
  boundary <- as.numeric(values$Boundary.knots)
  inner <- sort(as.numeric(values$knots), na.last = TRUE)
  if (length(boundary) != 2 || anyNA(boundary) || !is.null(values$df)) unreadable(e)
  within <- is.finite(inner) & inner > boundary[1] & inner < boundary[2]
  if (!all(within)) refuse("a knot of ", deparse1(e), " is not within its boundary")
  degree <- if (is.null(values$degree)) 3 else values$degree
  intercept <- isTRUE(as.logical(values$intercept))
  list(x = given$x, inner = inner, boundary = boundary, degree = degree, intercept = intercept,
       knots = sort(c(rep(boundary, degree + 1), inner)))
}

# A row a power of x - center, a column a function of the basis.
taylor <- function(s, center, powers) {
  derivatives <- 0:powers
  splines::splineDesign(s$knots, rep(center, powers + 1), s$degree + 1, derivatives) / factorial(derivatives)
}

# `inside` and `outside` give the powers at a centre, `kept` the columns that are asked for.
spline_slots <- function(s, low, high, inside, outside, kept, scope) {
  breaks <- unique(c(s$boundary[1], s$inner, s$boundary[2]))
  middles <- (utils::head(breaks, -1) + breaks[-1]) / 2
  pieces <- lapply(c(list(outside(low)), lapply(middles, inside), list(outside(high))), kept)
  keys <- list(breaks = I(breaks), side = "right", centers = I(c(low, middles, high)), outputs = ncol(pieces[[1]]),
               degree = s$degree, coefficients = I(unlist(pieces)))
  x <- as_slot(single(s$x, scope), scope$p)
  lapply(add_node(scope$p, "piecewise", keys, x, keys$outputs), slot)
}
