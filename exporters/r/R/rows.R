# Rows that are made up, for the original and for windowbox to answer. Columns walk
# through their quantiles and levels at different paces: no row of the data is taken.

check_rows <- function(model, data) {
  columns <- model$pipeline$columns
  values <- lapply(columns, function(column) column_values(column, data[[column$name]]))
  names(values) <- vapply(columns, `[[`, "", "name")
  base <- row_at(values, 0)
  changed <- function(name, x) replace(base, name, x)
  rows <- lapply(0:23, function(i) row_at(values, i))
  for (column in columns) {
    extra <- c(list(NA), odd_values(column, values[[column$name]], model$values[[column$name]]))
    rows <- c(rows, lapply(extra, function(x) changed(column$name, x)))
  }
  if (length(columns) > 1) rows <- c(rows, pairs_missing(base))
  unique(rows)
}

row_at <- function(values, i) {
  Map(function(all, j) all[[(i * (2 * j - 1) + j * j) %% length(all) + 1]], values, seq_along(values))
}

column_values <- function(column, x) {
  if (column$type == "boolean") return(list(FALSE, TRUE))
  if (column$type == "categorical") return(as.list(unclass(column$levels)))
  known <- as.numeric(x[is.finite(x)])
  if (!length(known)) refuse("column ", column$name, " has no value in the data")
  quantiles <- stats::quantile(known, seq(0.02, 0.98, length.out = 11), names = FALSE)
  as.list(unique(if (column$integer) round(quantiles) else signif(quantiles, 6)))
}

# Unseen levels; numbers beyond the data, and those at which the model changes its mind.
odd_values <- function(column, values, thresholds) {
  if (column$type == "boolean") return(list(FALSE, TRUE))
  if (column$type == "categorical") {
    unseen <- if (is.character(column$levels)) "no such level" else max(column$levels) + 1
    return(c(as.list(unclass(column$levels)), list(unseen)))
  }
  numbers <- as.numeric(values)
  range <- max(diff(range(numbers)), 1)
  beyond <- c(min(numbers) - c(1, 10) * range, max(numbers) + c(1, 10, 1000) * range, 0, -1)
  on <- utils::head(unique(thresholds), 12)
  as.list(unique(c(beyond, on, next_down(on))))
}

pairs_missing <- function(base) {
  lapply(seq_along(base), function(i) replace(base, c(i, i %% length(base) + 1), NA))
}

# The next smaller double.
next_down <- function(x) {
  if (!length(x)) return(x)
  half <- 2^(floor(log2(abs(x))) - 53)
  lower <- ifelse(x - half < x, x - half, x - 2 * half)
  ifelse(x == 0, -2^-1074, lower)
}

# A frame of one row, of the classes that the data have; what the model does not read is
# there as well, since predict() may look for it.
row_frame <- function(row, columns, data) {
  cells <- lapply(columns, function(column) {
    like(data[[column$name]], row[[column$name]], column$levels)
  })
  frame <- data[1, , drop = FALSE]
  frame[vapply(columns, `[[`, "", "name")] <- cells
  frame
}

like <- function(x, value, levels) {
  if (!is.factor(x)) return(if (is.na(value)) x[NA_integer_][1] else value)
  all <- unique(c(as.character(levels), stats::na.omit(as.character(value))))
  factor(as.character(value), levels = all, ordered = is.ordered(x))
}

# What predict() answers; nothing where it stops, or answers NA or an infinite number,
# which is no answer in windowbox.
answers <- function(model, rows, data) {
  answers <- lapply(rows, function(row) {
    frame <- row_frame(row, model$pipeline$columns, data)
    answer <- tryCatch(suppressWarnings(model$answer(frame)), error = function(error) NULL)
    if (is.list(answer)) return(if (!anyNA(unlist(answer))) answer)
    if (length(answer) && all(is.finite(answer))) I(as.numeric(answer))
  })
  if (all(vapply(answers, is.null, NA))) refuse("predict() answers none of the rows that were made up: ",
                                                why_none(model, rows[[1]], data))
  answers
}

# Rows of the data, as many as are compared.
own_rows <- function(columns, data) {
  names <- vapply(columns, `[[`, "", "name")
  lapply(seq_len(min(nrow(data), 100)), function(i) {
    row <- lapply(data[i, names, drop = FALSE], function(x) if (is.factor(x)) as.character(x) else x)
    stats::setNames(row, names)
  })
}

why_none <- function(model, row, data) {
  frame <- row_frame(row, model$pipeline$columns, data)
  tryCatch(paste("it answers", deparse1(model$answer(frame))), error = conditionMessage)
}
