# Models that were fitted to a matrix: its columns are the data's, by their names.

matrix_design <- function(names, data) {
  if (is.null(names)) refuse("the model was fitted to a matrix without column names")
  list(p = new_pipeline(lapply(names, matrix_column, data)), slots = seq_along(names) - 1L)
}

matrix_column <- function(name, data) {
  if (!is.numeric(data[[name]])) {
    refuse("the matrix has a column ", name, ", and the data have no such number: give as.data.frame(x)")
  }
  describe_column(name, data[[name]])
}
