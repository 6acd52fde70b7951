# Clusters of kmeans. R has no predict() for them: a row belongs to the nearest centre, of
# equally near ones to the first.

windowbox_model.kmeans <- function(fit, data, ...) {
  names <- colnames(fit$centers)
  if (!all(names %in% names(data)) || is.null(names)) {
    refuse("centers: kmeans must be fitted to named columns of the data")
  }
  if (!all(is.finite(fit$centers))) refuse("centers: one is not a finite number")
  of_these_rows(fit, data[names])
  p <- new_pipeline(lapply(names, function(name) describe_column(name, data[[name]])))
  if (!all(vapply(p$columns, `[[`, "", "type") == "numeric")) refuse("a column of kmeans is not a number")
  slots <- add_clusters(p, fit$centers)
  target <- list(name = "cluster", slots = I(slots), classes = I(seq_len(nrow(fit$centers))), decision = "smallest")
  new_model(p, target, function(row) nearest_centre(fit, row[names]), paste(nrow(fit$centers), "clusters (kmeans)"))
}

# There is no predict() that would tell: are these the rows that it was fitted to, and the
# clusters not theirs, it was fitted to others, such as scale(data).
of_these_rows <- function(fit, rows) {
  same <- nrow(rows) == length(fit$cluster) && (is.null(names(fit$cluster)) || identical(names(fit$cluster), row.names(rows)))
  if (!same || !all(vapply(rows, is.numeric, NA))) return()
  nearest <- apply(as.matrix(rows), 1, function(row) nearest_centre(fit, row)$label)
  agree <- mean(nearest == fit$cluster, na.rm = TRUE)
  if (is.finite(agree) && agree < 0.9) {
    refuse("centers: ", round(100 * (1 - agree)), " % of the rows of the data are nearer to others than to those of their ",
           "clusters. Give the data as kmeans had them: data.frame(scale(data)), if it was fitted to scale(data)")
  }
}

add_clusters <- function(p, centers) {
  n <- ncol(centers)
  keys <- list(compare = I(rep("difference", n)), measure = "squared-euclidean", precision = "f64",
               centers = I(as.vector(t(centers))), weights = I(rep(1, n)), shares = I(numeric()))
  add_node(p, "clusters", keys, seq_len(n) - 1L, nrow(centers))
}

nearest_centre <- function(fit, row) {
  distances <- colSums((t(fit$centers) - as.numeric(row))^2)
  list(label = which.min(distances), margin = I(unname(distances)))
}
