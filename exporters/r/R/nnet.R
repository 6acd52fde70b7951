# Networks with one hidden layer, fitted by a formula.

windowbox_model.nnet <- function(fit, data, ...) {
  if (!inherits(fit, "nnet.formula")) refuse("a nnet that was fitted to a matrix has no columns: fit it by a formula")
  only(fit, "nnet.formula")
  formula <- formula_of(fit)
  if (length(attr(formula$terms, "offset"))) refuse("predict() of a nnet leaves offsets out: fit it without")
  check_net(fit)
  p <- new_pipeline(linear_columns(fit, data))
  outputs <- net_outputs(p, fit, finite(p, design(p, formula)))
  target <- c(list(name = response_name(fit)), net_target(p, fit, outputs))
  answer <- function(row) as.vector(stats::predict(fit, row, type = "raw"))
  new_model(p, target, answer, paste0("neural network (nnet), ", paste(fit$n, collapse = "-")))
}

# The C code trusts these numbers with its memory.
check_net <- function(fit) {
  numbers_in(fit, n = 3, nunits = 1, nsunits = 1)
  numbers_in(fit, nconn = 1 + sum(fit$n) + 1)
  if (fit$nconn[1] != 0 || any(diff(fit$nconn) < 0)) refuse("nconn: it does not count connections")
  connections <- fit$nconn[length(fit$nconn)]
  numbers_in(fit, conn = connections, wts = connections, decay = length(fit$decay))
  if (fit$nunits != 1 + sum(fit$n)) refuse("nunits: ", fit$nunits, " of ", 1 + sum(fit$n))
  if (!all(fit$conn %in% (seq_len(fit$nunits) - 1))) refuse("conn: it names a unit that there is not")
}

# Sums of the output units. Units are numbered from the bias, 0, over inputs and hidden
# ones to outputs; `nconn` says where the connections of each begin.
net_outputs <- function(p, fit, inputs) {
  if (length(inputs) != fit$n[1]) refuse("n: ", fit$n[1], " inputs, and the formula has ", length(inputs))
  hidden <- fit$n[1] + seq_len(fit$n[2])
  outputs <- sum(fit$n[1:2]) + seq_len(fit$n[3])
  slots <- inputs
  if (length(hidden)) slots <- c(inputs, activated(p, net_layer(p, fit, hidden, inputs)))
  net_layer(p, fit, outputs, slots)
}

net_layer <- function(p, fit, units, slots) {
  weights <- t(vapply(units, net_weights, numeric(length(slots) + 1), fit))
  used <- colSums(weights[, -1, drop = FALSE] != 0) > 0
  linear(p, weights[, -1, drop = FALSE][, used, drop = FALSE], weights[, 1], slots[used], "wts")
}

# The weights of a unit, by the unit where each comes from.
net_weights <- function(unit, fit) {
  last <- if (unit > sum(fit$n[1:2])) sum(fit$n[1:2]) else fit$n[1]
  at <- (fit$nconn[unit + 1] + 1):fit$nconn[unit + 2]
  sources <- fit$conn[at]
  if (any(sources > last)) refuse("conn: a unit reads one of its own layer")
  weights <- numeric(last + 1)
  weights[sources + 1] <- fit$wts[at]
  weights
}

activated <- function(p, sums) arithmetic(p, "sigmoid", lapply(net_sigmoid(p, sums), function(i) list(slot(i))))

net_target <- function(p, fit, outputs) {
  if (isTRUE(fit$censored)) refuse("a censored nnet is not read")
  linear_units <- fit$nsunits < fit$nunits
  if (isTRUE(fit$softmax)) return(list(slots = I(outputs), link = "softmax", classes = I(fit$lev)))
  if (length(outputs) > 1) refuse("a nnet with several outputs and no softmax is not read: fit one net an output")
  if (linear_units) return(list(slots = I(outputs)))
  two <- if (length(fit$lev) == 2) list(classes = I(fit$lev))
  c(list(slots = I(net_sigmoid(p, outputs)), link = "sigmoid"), two)
}
