# Clusters of kmeans. R has no predict() for them: a row belongs to the nearest centre, of
# equally near ones to the first.

windowbox_model.kmeans <- function(fit, data, ...) {
  names <- colnames(fit$centers)
  if (!all(names %in% names(data)) || is.null(names)) {
    refuse("centers: kmeans must be fitted to named columns of the data")
  }
  if (!all(is.finite(fit$centers))) refuse("centers: one is not a finite number")
  p <- new_pipeline(lapply(names, function(name) describe_column(name, data[[name]])))
  if (!all(vapply(p$columns, `[[`, "", "type") == "numeric")) refuse("a column of kmeans is not a number")
  slots <- add_clusters(p, fit$centers)
  target <- list(name = "cluster", slots = I(slots), classes = I(seq_len(nrow(fit$centers))), decision = "smallest")
  new_model(p, target, function(row) nearest_centre(fit, row[names]), paste(nrow(fit$centers), "clusters (kmeans)"))
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
