# Forests of randomForest: means of values, or shares of votes.

windowbox_model.randomForest <- function(fit, data, ...) {
  if (!fit$type %in% c("classification", "regression")) refuse("an unsupervised randomForest predicts nothing")
  if (is.null(fit$forest)) refuse("the randomForest has no forest: fit it with keep.forest = TRUE")
  if (!is.null(fit$coefs)) refuse("a randomForest with corr.bias = TRUE is not read")
  forest <- fit$forest
  if (length(unique(forest$cutoff)) > 1) refuse("a randomForest with a cutoff of its own is not read")
  check_forest(forest)
  formula <- forest_formula(fit, data)
  p <- new_pipeline(describe_columns(formula$expressions, data, column_levels(formula, data)))
  reads <- forest_inputs(p, formula, forest)
  classes <- if (fit$type == "classification") fit$classes
  slots <- add_forest_of(p, forest, length(classes), reads)
  target <- c(list(name = forest_response(fit), slots = I(slots)), if (length(classes)) list(classes = I(classes)))
  new_model(p, target, forest_answer(fit, formula),
            paste(forest$ntree, "trees (randomForest),", fit$type), forest_thresholds(forest))
}

# The C code trusts these numbers with its memory.
check_forest <- function(forest) {
  numbers_in(forest, ntree = 1, nrnodes = 1)
  nodes <- forest$nrnodes * forest$ntree
  numbers_in(forest, ncat = length(forest$xlevels), ndbigtree = forest$ntree, nodestatus = nodes, bestvar = nodes,
             xbestsplit = nodes, nodepred = nodes)
  if (is.null(forest$leftDaughter)) {
    numbers_in(forest, treemap = 2 * nodes, nclass = 1, maxcat = 1)
    return(numbers_in(forest, pid = forest$nclass, cutoff = forest$nclass))
  }
  numbers_in(forest, leftDaughter = nodes, rightDaughter = nodes)
}

# A forest that was fitted to a matrix or frame reads columns by their names. It does not
# keep the levels of ordered factors: those are the data's.
forest_formula <- function(fit, data) {
  labels <- names(fit$forest$ncat)
  texts <- Filter(is.character, fit$forest$xlevels)
  ordered <- labels[vapply(labels, function(label) is.ordered(data[[label]]), NA)]
  texts[ordered] <- lapply(data[ordered], levels)
  variables <- lapply(labels, as.name)
  codes <- labels[vapply(labels, function(label) is.character(data[[label]]) && is.null(texts[[label]]), NA)]
  codes <- codes[fit$forest$ncat[codes] == 1]
  if (length(codes)) {
    refuse("column ", codes[1], " is a text, which randomForest counts anew in each data: make it a factor and fit again")
  }
  list(env = if (is.null(fit$terms)) baseenv() else environment(fit$terms), labels = labels, variables = variables,
       expressions = variables, levels = texts)
}

# predict() takes a new level of an ordered factor for its position among the levels of
# the new data; here it has no answer, as with other factors.
forest_answer <- function(fit, formula) {
  type <- if (fit$type == "classification") "prob" else "response"
  function(row) {
    for (label in intersect(names(formula$levels), names(row))) {
      if (!as.character(row[[label]]) %in% c(NA, formula$levels[[label]])) return(NULL)
    }
    as.vector(stats::predict(fit, row, type = type))
  }
}

forest_response <- function(fit) if (is.null(fit$terms)) "value" else response_name(fit)

# Categories by their codes, which sets of levels test; ordered ones as numbers from 1.
forest_inputs <- function(p, formula, forest) {
  scope <- list(p = p, env = formula$env)
  vapply(seq_along(formula$labels), function(i) {
    label <- formula$labels[i]
    if (forest$ncat[[i]] == 1) return(rpart_number(label, formula, scope))
    at <- category_column(formula$variables[[i]], scope)
    if (!identical(as.character(p$columns[[at]]$levels), formula$levels[[label]])) unreadable(formula$variables[[i]])
    at - 1
  }, 1)
}

add_forest_of <- function(p, forest, classes, reads) {
  trees <- lapply(seq_len(forest$ntree), function(tree) forest_tree(forest, tree))
  first <- c(0, cumsum(vapply(trees, nrow, 1L)))
  nodes <- joined_trees(trees, first)
  leaf <- is.na(nodes$column)
  set <- !leaf & forest$ncat[ifelse(leaf, 1, nodes$column + 1)] > 1
  sets <- set_words(nodes$threshold[set])
  nodes$index[set] <- seq_len(sum(set)) - 1
  nodes$threshold[set] <- 0
  nodes$flags <- 2 * set
  nodes$index[leaf] <- if (classes) nodes$value[leaf] - 1 else seq_len(sum(leaf)) - 1
  if (classes && !all(nodes$value[leaf] %in% seq_len(classes))) refuse("nodepred: a leaf has no class of the forest")
  leaves <- if (classes) as.vector(diag(classes)) else nodes$value[leaf]
  add_forest(p, nodes, first, max(classes, 1), leaves, reads, forest$ntree, sets, c("nodepred", "xbestsplit"))
}

# One behind the other; children by their position among all nodes.
joined_trees <- function(trees, first) {
  nodes <- do.call(rbind, trees)
  nodes$index <- 0
  start <- rep(utils::head(first, -1), diff(first))
  inner <- !is.na(nodes$column)
  nodes[c("yes", "no")] <- inner * (nodes[c("yes", "no")] + start)
  nodes
}

# A tree's nodes; children by their position in the tree.
forest_tree <- function(forest, tree) {
  k <- seq_len(forest$ndbigtree[tree])
  if (length(k) > nrow(forest$nodestatus)) refuse("ndbigtree: tree ", tree, " has ", length(k), " nodes")
  children <- if (is.null(forest$treemap)) cbind(forest$leftDaughter[k, tree], forest$rightDaughter[k, tree])
              else matrix(forest$treemap[k, , tree], ncol = 2)
  leaf <- forest$nodestatus[k, tree] == -1
  if (!all(forest$bestvar[k, tree][!leaf] %in% seq_along(forest$ncat))) refuse("bestvar: tree ", tree, " tests no column")
  if (any(children[!leaf, ] <= k[!leaf]) || any(children > length(k))) refuse("treemap: tree ", tree, " has a bad child")
  data.frame(column = ifelse(leaf, NA, forest$bestvar[k, tree] - 1),
             threshold = ifelse(leaf, 0, forest$xbestsplit[k, tree]),
             yes = children[, 1] - 1, no = children[, 2] - 1, value = forest$nodepred[k, tree])
}

# The levels that go left are the bits of a whole number: two words for each.
set_words <- function(numbers) as.vector(rbind(numbers %% 2^32, numbers %/% 2^32))

forest_thresholds <- function(forest) {
  inner <- forest$nodestatus != -1 & forest$bestvar > 0
  variable <- forest$bestvar[inner]
  split(forest$xbestsplit[inner], factor(names(forest$ncat)[variable], names(forest$ncat)))
}
