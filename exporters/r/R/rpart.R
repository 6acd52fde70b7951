# Trees of rpart. Where a split leads is arithmetic: of the split, if its variable is
# there, else of its surrogates, else of the majority. The tree tests those sides.

windowbox_model.rpart <- function(fit, data, ...) {
  only(fit, "rpart")
  if (!isTRUE(fit$method %in% c("anova", "class", "poisson", "exp"))) refuse("an rpart of an own method is not read")
  check_rpart(fit)
  formula <- formula_of(fit)
  formula$levels <- attr(fit, "xlevels")
  splits <- rpart_splits(fit)
  p <- new_pipeline(rpart_columns(splits, formula, data))
  slots <- add_trees_of(p, fit, rpart_directions(p, fit, splits, formula))
  new_model(p, rpart_target(p, fit, slots), rpart_answer(fit), paste0("tree (rpart), method ", fit$method),
            rpart_thresholds(splits))
}

check_rpart <- function(fit) {
  frame <- fit$frame
  rows <- length(frame$var)
  numbers_in(frame, n = rows, wt = rows, dev = rows, yval = rows, ncompete = rows, nsurrogate = rows)
  numbers_in(fit$control, usesurrogate = 1)
  if (!is.null(fit$splits)) numbers_in(fit, splits = length(fit$splits))
  if (length(fit$csplit)) numbers_in(fit, csplit = length(fit$csplit))
  node <- as.numeric(row.names(frame))
  inner <- node[frame$var != "<leaf>"]
  if (!all(c(2 * inner, 2 * inner + 1) %in% node)) refuse("frame: a node lacks a child")
  if (any(frame$var != "<leaf>") && length(dim(fit$splits)) != 2) refuse("splits: not a row a split")
  sets <- fit$splits[fit$splits[, "ncat"] > 1, "index"]
  if (!all(sets %in% seq_len(NROW(fit$csplit)))) refuse("csplit: a split has no row")
}

# A data frame of the splits that predict() may use: of which node, and after how many
# others. Competitors stand between primary splits and surrogates.
rpart_splits <- function(fit) {
  frame <- fit$frame
  inner <- frame$var != "<leaf>"
  if (!any(inner)) refuse("the tree of ", deparse1(stats::formula(fit)), " has no split: it reads no column")
  starts <- cumsum(c(0, (inner + frame$ncompete + frame$nsurrogate)[-nrow(frame)]))
  surrogates <- if (fit$control$usesurrogate > 0) frame$nsurrogate else 0 * frame$nsurrogate
  of_node <- function(k) c(starts[k] + 1, starts[k] + 1 + frame$ncompete[k] + seq_len(surrogates[k]))
  at <- lapply(which(inner), of_node)
  rows <- unlist(at)
  if (max(rows) > nrow(fit$splits)) refuse("splits: ", nrow(fit$splits), " rows of ", max(rows))
  data.frame(node = rep(which(inner), lengths(at)), rank = sequence(lengths(at)),
             label = rownames(fit$splits)[rows], fit$splits[rows, c("ncat", "index"), drop = FALSE], row.names = NULL)
}

# A cell may be missing: na.rpart and predict() let it pass.
rpart_columns <- function(splits, formula, data) {
  used <- formula$expressions[formula$labels %in% splits$label]
  columns <- describe_columns(used, data, column_levels(formula, data))
  lapply(columns, function(column) replace(column, "missing", TRUE))
}

# The slot of each split's side: 1 left, 0 right, missing where it cannot tell.
split_sides <- function(p, fit, splits, formula) {
  scope <- list(p = p, env = formula$env)
  cache <- new.env()
  number <- function(label) {
    if (is.null(cache[[label]])) cache[[label]] <- rpart_number(label, formula, scope)
    cache[[label]]
  }
  vapply(seq_len(nrow(splits)), function(i) {
    s <- splits[i, ]
    if (s$ncat >= 2) return(category_side(s$label, fit$csplit[s$index, ], formula, scope))
    x <- slot(number(s$label))
    if (s$ncat < 0) arithmetic(p, "less", list(list(x, constant(s$index))))
    else arithmetic(p, "at-most", list(list(constant(s$index), x)))
  }, 1)
}

variable_of <- function(label, formula) formula$expressions[[match(label, formula$labels)]]

# Ordered levels count from 1.
rpart_number <- function(label, formula, scope) {
  levels <- formula$levels[[label]]
  e <- variable_of(label, formula)
  if (is.null(levels)) return(as_slot(single(e, scope), scope$p))
  at <- category_column(e, scope)
  codes <- match(as.character(scope$p$columns[[at]]$levels), levels)
  add_node(scope$p, "encode", list(levels = I(codes), missing = NaN, unseen = NaN), at - 1L, 1)
}

category_column <- function(e, scope) {
  name <- if (is.name(e)) as.character(e) else wrapped_column(e)
  at <- if (is.null(name)) NA else column_position(scope$p, name)
  if (is.na(at) || scope$p$columns[[at]]$type != "categorical") unreadable(e)
  at
}

# csplit says 1 for left, 3 for right, 2 for a level that the node never saw.
category_side <- function(label, sides, formula, scope) {
  at <- category_column(variable_of(label, formula), scope)
  order <- match(as.character(scope$p$columns[[at]]$levels), formula$levels[[label]])
  said <- c(1, 2, 0)[sides[order]]
  coded <- add_node(scope$p, "encode", list(levels = I(said), missing = NaN, unseen = NaN), at - 1L, 1)
  add_node(scope$p, "map", list(keys = I(2), values = I(NaN), missing = NaN, other = NULL), coded, 1)
}

# The slot of each inner node's side, by its row in the frame: the first split that can tell.
rpart_directions <- function(p, fit, splits, formula) {
  sides <- split_sides(p, fit, splits, formula)
  majority <- if (fit$control$usesurrogate > 1) rpart_majority(fit$frame) else rep(NA, nrow(fit$frame))
  last <- lapply(majority, function(m) if (!is.na(m)) constant(m))
  for (rank in rev(seq_len(max(splits$rank)))) {
    for (i in which(splits$rank == rank)) {
      node <- splits$node[i]
      last[[node]] <- if (is.null(last[[node]])) slot(sides[i]) else or_else(p, slot(sides[i]), last[[node]])
    }
  }
  last
}

or_else <- function(p, x, other) {
  missing <- apply_function(p, "missing", x)
  apply_function(p, "choose", missing, other, x)
}

# Where more rows went: 1 left, 0 right, NA for as many.
rpart_majority <- function(frame) {
  node <- as.numeric(row.names(frame))
  rows <- function(children) frame$n[match(children, node)]
  more <- sign(rows(2 * node) - rows(2 * node + 1))
  ifelse(more == 0, NA, (more + 1) / 2)
}

# A row whose side is missing stays where it is.
add_trees_of <- function(p, fit, directions) {
  inner <- which(!vapply(directions, is.null, NA))
  sides <- vapply(directions[inner], `[[`, 1, "slot")
  stays <- arithmetic(p, "missing", lapply(directions[inner], list))
  values <- rpart_values(fit)
  tree <- new_tree(ncol(values))
  node <- as.numeric(row.names(fit$frame))
  grow <- function(k) {
    at <- match(k, inner)
    if (is.na(at)) return(add_leaf(tree, values[k, ]))
    test <- add_tree_node(tree, length(inner) + at - 1, 0.5)
    split <- add_tree_node(tree, at - 1, 0.5)
    right <- grow(match(2 * node[k] + 1, node))
    left <- grow(match(2 * node[k], node))
    lead(tree, split, right, left)
    lead(tree, test, split, add_leaf(tree, values[k, ]))
    test
  }
  grow(1)
  add_trees(p, tree, c(sides, stays))
}

# A row for each node: the value, or the classes' probabilities. Where losses choose
# another class than the likeliest, a 1 for the class as well.
rpart_values <- function(fit) {
  if (fit$method != "class") return(matrix(fit$frame$yval))
  classes <- length(attr(fit, "ylevels"))
  if (length(dim(fit$frame$yval2)) != 2) refuse("yval2: not a row a node")
  shares <- unname(fit$frame$yval2[, 1 + classes + seq_len(classes), drop = FALSE])
  if (all(max.col(shares, "first") == fit$frame$yval)) return(shares)
  cbind(shares, diag(classes)[fit$frame$yval, ])
}

rpart_target <- function(p, fit, slots) {
  name <- response_name(fit)
  if (fit$method != "class") return(list(name = name, slots = I(slots)))
  classes <- attr(fit, "ylevels")
  chosen <- slots[-seq_along(classes)]
  decision <- if (length(chosen)) {
    keys <- list(reduction = "most-at", precision = "f64", width = length(classes))
    list(coded = list(slot = add_node(p, "reduce", keys, chosen, 1)))
  } else "largest"
  list(name = name, slots = I(slots[seq_along(classes)]), classes = I(classes), decision = decision)
}

rpart_answer <- function(fit) {
  if (fit$method != "class") return(function(row) unname(stats::predict(fit, row)))
  function(row) {
    list(label = as.character(stats::predict(fit, row, type = "class")),
         probabilities = I(as.vector(stats::predict(fit, row, type = "prob"))))
  }
}

rpart_thresholds <- function(splits) {
  numeric <- splits[splits$ncat < 2, ]
  split(numeric$index, numeric$label)
}
