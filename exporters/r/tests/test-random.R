# Random formulas, families, contrasts and frames, against predict() on rows with missing
# cells, new levels and numbers beyond the data: the same rows are answered, with numbers
# within 1e-12. WINDOWBOX_RANDOM is how many, WINDOWBOX_SEED where they start; a failure
# names the seed that makes it again.

library(splines)

one_of <- function(x) x[[sample.int(length(x), 1)]]
chance <- function(p) stats::runif(1) < p
with_missing <- function(x, share) replace(x, stats::runif(length(x)) < share, NA)

random_frame <- function(n, share) {
  levels <- one_of(list(c("a", "b", "c"), c("no", "yes"), c("10", "9", "2"), c("b c", "a:b", "\u00e9", "d")))
  k <- sample(0:3, n, TRUE)
  frame <- data.frame(x = round(stats::rnorm(n), 3), z = round(stats::rexp(n), 3) + 0.01,
                      k = if (chance(0.5)) k else as.numeric(k), flag = stats::runif(n) < 0.4,
                      f = factor(sample(levels, n, TRUE), c(levels, if (chance(0.2)) "unused")),
                      g = factor(sample(c("u", "v", "w"), n, TRUE)), s = sample(c("p", "q", "r"), n, TRUE),
                      o = factor(sample(c("low", "mid", "high"), n, TRUE), c("low", "mid", "high"), ordered = TRUE))
  frame[] <- lapply(frame, with_missing, share)
  frame
}

# Other rows of the same columns, each cell for itself, and some that no row had.
random_rows <- function(frame, n) {
  rows <- as.data.frame(lapply(frame, function(x) x[sample.int(length(x), n, TRUE)]))
  some <- function() sample.int(n, 2)
  rows$x[some()] <- c(-4, 25)
  rows$z[some()] <- c(0, -1)
  rows$k[some()] <- c(4, 7)
  rows$s[some()] <- "new"
  levels(rows$f) <- c(levels(rows$f), "new")
  rows$f[some()] <- "new"
  rows[] <- lapply(rows, with_missing, 0.05)
  rows
}

numbers_of <- c("x", "z", "k", "log(z)", "sqrt(z + 1)", "I(x^2)", "poly(x, 2)", "poly(z, 3, raw = TRUE)", "exp(-z)",
                "scale(x)", "pmin(x, 0.5)", "ifelse(flag, x, 0)", "I(x * z)", "abs(x)", "bs(x, df = 4)", "ns(z, df = 2)",
                "log1p(z)", "I(1/(1 + z))", "cbind(x, z)", "scale(z, center = FALSE)", "ns(x, knots = 0)", "I(x - z)",
                "bs(z, degree = 2, knots = 1)", "poly(log(z), 2)", "I(-x)",
                "as.numeric(flag)", "pmax(x, z)", "log(z, base = 2)", "exp(x / 3) * 2", "tanh(x)")
categories_of <- c("f", "g", "s", "o", "flag", "factor(k)", "ordered(k)", "I(x > 0)", "(x > z)", "cut(x, c(-5, -0.5, 0.5, 5))",
                   "factor(flag)", "I(s == \"p\")", "I(g %in% c(\"u\", \"v\"))", "factor(s)", "I(flag & x > 0)",
                   "I(flag | g == \"u\")", "is.na(x)", "as.factor(k)", "cut(z, c(0, 1, 9), labels = c(\"s\", \"t\"))",
                   "factor(g, levels = c(\"w\", \"v\", \"u\"))", "as.character(f)", "I(!flag)",
                   "factor(o, ordered = FALSE)")
unread <- c("round(x, 1)", "as.integer(k)", "k %% 2", "pmax(x, 0, z)", "xor(flag, x > 0)", "interaction(f, g)",
            "cut(x, c(-5, 0, 5), include.lowest = TRUE)")

random_term <- function() {
  one <- function() one_of(if (chance(0.02)) unread else if (chance(0.5)) numbers_of else categories_of)
  term <- if (chance(0.6)) one() else paste(one(), one_of(c(":", "*")), one())
  if (chance(0.05)) paste0("(", term, " + ", one(), ")^2") else term
}

random_formula <- function(response) {
  terms <- unique(replicate(sample.int(3, 1), random_term()))
  ends <- c(if (chance(0.2)) "offset(z / 4)", if (chance(0.2)) "0")
  stats::as.formula(paste(response, "~", paste(c(terms, ends), collapse = " + ")), globalenv())
}

random_contrasts <- function(formula) {
  named <- Filter(function(name) chance(0.4), intersect(c("f", "g", "s", "o"), attr(stats::terms(formula), "term.labels")))
  kinds <- c("contr.sum", "contr.helmert", "contr.treatment", "contr.SAS", "contr.poly")
  if (length(named)) stats::setNames(lapply(named, function(name) one_of(kinds)), named)
}

# Each makes a response and fits; the frame has what it needs.
kinds <- list(
  lm = function(frame, n) {
    frame$y <- frame$x + stats::rnorm(n)
    formula <- random_formula(one_of(c("y", "log(y + 9)")))
    list(frame, do.call(stats::lm, list(formula, quote(frame), weights = if (chance(0.2)) frame$w,
                                        contrasts = random_contrasts(formula))))
  },
  glm = function(frame, n) {
    family <- one_of(list(quote(poisson()), quote(poisson("sqrt")), quote(quasipoisson()), quote(gaussian("log")),
                          quote(Gamma("log")), quote(Gamma("inverse")), quote(inverse.gaussian("log"))))
    frame$y <- if (grepl("oisson", deparse1(family))) stats::rpois(n, 3) else stats::rgamma(n, 4)
    formula <- random_formula("y")
    list(frame, do.call(stats::glm, list(formula, family, quote(frame), contrasts = random_contrasts(formula))))
  },
  binomial = function(frame, n) {
    family <- one_of(list(quote(binomial()), quote(binomial("probit")), quote(binomial("cauchit")),
                          quote(binomial("cloglog")), quote(quasibinomial())))
    y <- stats::runif(n) < 0.5
    frame$y <- one_of(list(y, as.numeric(y), factor(ifelse(y, "ja", "nein"))))
    formula <- random_formula("y")
    list(frame, do.call(stats::glm, list(formula, family, quote(frame), contrasts = random_contrasts(formula))))
  },
  multinom = function(frame, n) {
    frame$y <- factor(sample(c("A", "B", "C")[seq_len(sample(2:3, 1))], n, TRUE))
    formula <- random_formula("y")
    formula <- stats::as.formula(sub(" \\+ offset\\(z/4\\)", "", deparse1(formula)), globalenv())
    list(frame, do.call(nnet::multinom, list(formula, quote(frame), trace = FALSE, maxit = 20)))
  }
)

# Where sums cancel, two ways of summing differ by more than 1e-12.
collinear <- function(fit) {
  kept <- qr.R(fit$qr)[seq_len(fit$rank), seq_len(fit$rank), drop = FALSE]
  fit$rank == 0 || kappa(kept) > 1e4
}

expected_rows <- function(fit, rows) {
  type <- if (inherits(fit, "multinom")) "probs" else "response"
  one <- function(i) {
    said <- tryCatch(suppressWarnings(stats::predict(fit, rows[i, , drop = FALSE], type = type)), error = function(e) NA)
    if (all(is.finite(said))) as.numeric(said) else NA_real_
  }
  parts <- lapply(seq_len(nrow(rows)), one)
  do.call(rbind, lapply(parts, rep_len, max(lengths(parts))))
}

# What is not read of the grammar, by name.
refusals <- "is not read"

tried <- function(seed) {
  set.seed(seed)
  n <- 60
  kind <- one_of(names(kinds))
  made <- tryCatch(suppressWarnings(kinds[[kind]](random_frame(n, one_of(c(0, 0.05))), n)), error = function(e) NULL)
  if (is.null(made)) return("not fitted")
  fit <- made[[2]]
  if (!inherits(fit, "multinom") && collinear(fit)) return("collinear")
  rows <- random_rows(made[[1]], 16)
  label <- paste0("seed ", seed, ": ", kind, " ", deparse1(stats::formula(fit)))
  file <- tryCatch(saved(fit, made[[1]]), error = conditionMessage)
  if (!file.exists(file)) {
    expect(grepl(refusals, file), label, ": ", file)
    return(paste("refused:", file))
  }
  expected <- expected_rows(fit, rows)
  names <- windowbox:::column_names(windowbox:::windowbox_model(fit, made[[1]])$pipeline)
  got <- numbers(asked(file, rows[names]), nrow(expected), ncol(expected))
  other <- which(rowSums(is.na(got) != is.na(expected)) > 0)
  expect(!length(other), label, ": row ", other[1], " is ", got[other[1], ], " instead of ", expected[other[1], ])
  worst <- suppressWarnings(max(abs(got - expected) / pmax(abs(expected), 1), na.rm = TRUE))
  expect(worst < 1e-12, label, ": off by ", worst)
  "same"
}

cases <- as.integer(Sys.getenv("WINDOWBOX_RANDOM", "150"))
start <- as.integer(Sys.getenv("WINDOWBOX_SEED", "1"))
outcomes <- sub(":.*", "", vapply(start + seq_len(cases) - 1, tried, ""))
counted <- table(outcomes)
cat("  random:", paste(counted, names(counted), collapse = ", "), "\n")
expect(mean(outcomes == "same") > 0.5 || cases < 20, "most cases compare nothing")
