# The two calls that people write.

windowbox_save <- function(fit, data, file, target = NULL, name = NULL, description = NULL, author = NULL,
                           intended_use = NULL, license = NULL, embed_rows = FALSE, ...) {
  if (!is.data.frame(data)) refuse("data is a ", class(data)[1], ": give the data frame that the model was fitted to")
  data <- as.data.frame(data)
  model <- whole_model(fit, data, ...)
  if (model$of_rows && !embed_rows) {
    refuse("a ", class(last_of(fit))[1], " is made of rows of the data: embed_rows = TRUE lets them into the file")
  }
  if (!is.null(target)) model$target$name <- target
  given <- list(name = name, description = description, author = author, intended_use = intended_use,
                license = license)
  if (is.null(name)) given$name <- sub("[.][^.]*$", "", basename(file))
  said <- checked(model, document(model, last_of(fit), data, given), data, path.expand(file), embed_rows)
  writeLines(grep("^(Checked|note:|Wrote)", said, value = TRUE))
  invisible(file)
}

# An error of R's own, which has a call, comes of an object that no package makes so.
whole_model <- function(fit, data, ...) {
  tryCatch(windowbox_model(fit, data, ...), error = function(error) not_whole(error, fit))
}

not_whole <- function(error, fit) {
  if (is.null(conditionCall(error))) stop(error)
  refuse("the ", class(last_of(fit))[1], " cannot be read, something in it is not as its package leaves it: ",
         conditionMessage(error), ", in ", deparse1(conditionCall(error)))
}

windowbox_pack <- function(file, dir, ...) {
  options <- c(...)
  args <- if (length(options)) rbind(paste0("--", names(options)), options)
  writeLines(run_command(c("pack", path.expand(file), "-o", path.expand(dir), args)))
  invisible(dir)
}

# Rows of the data are compared as well as those that are made up. Unless they may be
# embedded, a file that has seen them is thrown away.
checked <- function(model, document, data, file, embed_rows) {
  folder <- tempfile("windowbox")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  write_inputs(folder, model, document, data)
  columns <- model$pipeline$columns
  made_up <- check_rows(model, data)
  rows <- c(made_up, own_rows(columns, data))
  answers <- answers(model, rows, data)
  check <- function(rows) list(rows = lapply(rows, lapply, function(x) if (!is.na(x)) x),
                               predictions = answers[seq_along(rows)], tolerance = model$tolerance)
  if (embed_rows) return(import(folder, check(rows), file, embed_rows))
  if (length(rows) > length(made_up)) import(folder, check(rows), file.path(folder, "seen.wbx"), embed_rows)
  import(folder, check(made_up), file, embed_rows)
}

write_inputs <- function(folder, model, document, data) {
  write_json(document, file.path(folder, "model.json"))
  names <- column_names(model$pipeline)
  utils::write.csv(data[names], file.path(folder, "data.csv"), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}

# What the command says.
import <- function(folder, check, file, embed_rows) {
  write_json(c(list(synthesised = !embed_rows), Filter(Negate(is.null), check)), file.path(folder, "check.json"))
  run_command(c("import", file.path(folder, "model.json"), "--check", file.path(folder, "check.json"), "--data",
                file.path(folder, "data.csv"), if (embed_rows) "--embed-rows", "-o", file))
}

document <- function(model, fit, data, given) {
  p <- model$pipeline
  columns <- lapply(p$columns, function(column) c(column, people_read(data[[column$name]])))
  list(format = "windowbox/0", columns = I(columns), nodes = I(p$nodes), targets = I(list(model$target)),
       card = card(model, fit, data, given))
}

# What packages that describe data put to a column: `label` (haven, Hmisc), `units` (Hmisc,
# units), and R's own comment().
people_read <- function(x) {
  texts <- list(label = attr(x, "label", exact = TRUE), unit = attr(x, "units", exact = TRUE), description = comment(x))
  texts <- lapply(texts, function(text) if (length(text)) paste(as.character(text), collapse = " "))
  Filter(Negate(is.null), texts)
}
