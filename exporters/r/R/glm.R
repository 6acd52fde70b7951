# Generalised linear models, with every link of stats::make.link() and stats::power().

windowbox_model.glm <- function(fit, data, ...) {
  only(fit, c("glm", "negbin"))
  p <- new_pipeline(linear_columns(fit, data))
  eta <- linear_predictor(p, fit)
  link <- fit$family$link
  inverse <- inverse_link(p, eta, fit$family)
  target <- c(list(name = response_name(fit), slots = I(inverse$slot), link = inverse$link), glm_classes(fit, data))
  answer <- function(row) unname(stats::predict(fit, row, type = "response"))
  new_model(p, target, answer, paste0("generalised linear model (glm), ", fit$family$family, ", link ", link))
}

# R keeps what its inverse links write away from 0 and 1 by this much.
eps <- .Machine$double.eps

# Of each link: ours, and the bounds that R puts to the linear predictor.
links <- list(
  identity = list(link = "identity"),
  log = list(link = "exp", low = log(eps)),
  inverse = list(link = list(power = list(exponent = -1))),
  sqrt = list(link = list(power = list(exponent = 2))),
  "1/mu^2" = list(link = list(power = list(exponent = -0.5))),
  probit = list(link = "probit", low = stats::qnorm(eps), high = -stats::qnorm(eps)),
  cauchit = list(link = "cauchit", low = stats::qcauchy(eps), high = -stats::qcauchy(eps)),
  cloglog = list(link = "complementary-log-log", low = log(eps), high = log(-log(eps)))
)

inverse_link <- function(p, eta, family) {
  if (family$link == "logit") return(list(slot = jump(p, eta, 30, log(eps)), link = "sigmoid"))
  if (grepl("^mu\\^", family$link)) return(power_link(p, eta, environment(family$linkinv)$lambda))
  found <- links[[family$link]]
  if (is.null(found)) refuse("link ", family$link, " is not read; read are logit, power() and ",
                             paste(names(links), collapse = ", "))
  list(slot = bounded(p, eta, found$low, found$high), link = found$link)
}

bounded <- function(p, eta, low, high) {
  if (!is.null(low)) eta <- arithmetic(p, "most", list(list(slot(eta), constant(low))))
  if (!is.null(high)) eta <- arithmetic(p, "least", list(list(slot(eta), constant(high))))
  eta
}

# Beyond `bound` the number is -`far` or `far`: a jump of the C code.
jump <- function(p, slots, bound, low) {
  choose <- function(slots, tests, value) {
    arithmetic(p, "choose", Map(function(i, t) list(slot(t), constant(value), slot(i)), slots, tests))
  }
  below <- arithmetic(p, "less", lapply(slots, function(i) list(slot(i), constant(-bound))))
  above <- arithmetic(p, "less", lapply(slots, function(i) list(constant(bound), slot(i))))
  choose(choose(slots, below, low), above, -low)
}

power_link <- function(p, eta, lambda) {
  mu <- arithmetic(p, "power", list(list(slot(eta), constant(1 / lambda))))
  list(slot = known(p, arithmetic(p, "most", list(list(slot(mu), constant(eps))))), link = "identity")
}

# A binomial model answers classes where its link keeps between 0 and 1.
glm_classes <- function(fit, data) {
  if (fit$family$family != "binomial") return(NULL)
  if (!fit$family$link %in% c("logit", "probit", "cauchit", "cloglog")) return(NULL)
  classes <- two_classes(response_values(fit, data))
  if (!is.null(classes)) list(classes = classes)
}

response_values <- function(fit, data) {
  if (!is.null(fit$model)) return(stats::model.response(fit$model))
  tryCatch(eval(attr(stats::terms(fit), "variables")[[2]], data, environment(stats::terms(fit))),
           error = function(error) refuse("the response is not in the data, nor in the fitted object"))
}

two_classes <- function(y) {
  if (is.matrix(y)) return(NULL)
  if (is.factor(y)) return(if (nlevels(y) == 2) levels(y))
  if (is.logical(y)) return(c(FALSE, TRUE))
  if (all(y %in% c(0, 1, NA))) c(0, 1)
}
