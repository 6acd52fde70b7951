# The columns of a row: what the model reads, as the data describe it.

# `levels` are those that the model knows of a category, and stops at others; a formula
# that only compares a text with some takes any.
describe_column <- function(name, x, levels = NULL) {
  if (!is.null(dim(x))) refuse("column ", name, " is a matrix: make each of its columns one of the data, and fit again")
  column <- list(name = name, missing = FALSE)
  if (is.logical(x)) return(c(column, type = "boolean"))
  if (is.numeric(x) && is.null(levels)) return(c(column, type = "numeric", integer = is.integer(x)))
  if (inherits(x, c("Date", "POSIXt", "difftime")) || !(is.numeric(x) || is.factor(x) || is.character(x))) {
    refuse("column ", name, " is a ", class(x)[1], ": make it a number, a factor or a text, and fit again")
  }
  unseen <- if (is.null(levels)) "predicted" else "refused"
  if (is.null(levels)) levels <- levels(as.factor(x))
  if (is.numeric(x)) levels <- as.numeric(levels)
  c(column, type = "categorical", list(levels = I(levels), unseen = unseen))
}

# Names that the expressions take from the data.
used_columns <- function(expressions, data) {
  names <- unique(unlist(lapply(expressions, all.vars)))
  names[names %in% names(data)]
}

# A row is answered although one of these columns is missing, if the rest settles it.
forgiving <- c("is.na", "ifelse", "|", "&", "%in%")

describe_columns <- function(expressions, data, levels) {
  names <- used_columns(expressions, data)
  if (!length(names)) refuse("the model reads no column of the data")
  forgiven <- unlist(lapply(expressions, names_in_calls, forgiving))
  alone <- unlist(lapply(expressions, function(e) if (is.name(e)) as.character(e) else wrapped_column(e)))
  lapply(names, function(name) {
    column <- describe_column(name, data[[name]], levels[[name]])
    column$missing <- name %in% setdiff(forgiven, alone)
    column
  })
}

# The names that stand in calls of these functions.
names_in_calls <- function(e, functions) {
  if (!is.call(e)) return(character())
  own <- if (is.name(e[[1]]) && as.character(e[[1]]) %in% functions) all.vars(e)
  c(own, unlist(lapply(as.list(e)[-1], names_in_calls, functions)))
}
