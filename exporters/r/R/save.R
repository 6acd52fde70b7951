# The two calls that people write.

windowbox_save <- function(fit, data, file, target = NULL, name = NULL, description = NULL, author = NULL,
                           intended_use = NULL, ...) {
  if (!is.data.frame(data)) refuse("data is a ", class(data)[1], ": give the data frame that the model was fitted to")
  model <- windowbox_model(fit, data, ...)
  if (!is.null(target)) model$target$name <- target
  given <- list(name = name, description = description, author = author, intended_use = intended_use)
  if (is.null(name)) given$name <- sub("[.][^.]*$", "", basename(file))
  folder <- tempfile("windowbox")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  write_all(folder, document(model, fit, data, given), model, data)
  said <- run_command(c("import", file.path(folder, "model.json"), "--check", file.path(folder, "check.json"), "--data",
                        file.path(folder, "data.csv"), "-o", path.expand(file)))
  writeLines(grep("^(Checked|note:|Wrote)", said, value = TRUE))
  invisible(file)
}

windowbox_pack <- function(file, dir, ...) {
  options <- c(...)
  args <- if (length(options)) rbind(paste0("--", names(options)), options)
  writeLines(run_command(c("pack", path.expand(file), "-o", path.expand(dir), args)))
  invisible(dir)
}

write_all <- function(folder, document, model, data) {
  write_json(document, file.path(folder, "model.json"))
  write_json(check_document(model, data), file.path(folder, "check.json"))
  names <- vapply(model$pipeline$columns, `[[`, "", "name")
  utils::write.csv(data[names], file.path(folder, "data.csv"), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}

document <- function(model, fit, data, given) {
  p <- model$pipeline
  list(format = "windowbox/0", columns = I(p$columns), nodes = I(p$nodes), targets = I(list(model$target)),
       card = card(model, fit, data, given))
}

card <- function(model, fit, data, given) {
  filled <- list(model = model$words, target = model$target$name, created = format(Sys.Date()),
                 locale = Sys.getlocale("LC_COLLATE"), data_rows = nrow(data), made_with = made_with(fit),
                 options = options_of(fit))
  c(Filter(Negate(is.null), given), filled)
}

made_with <- function(fit) {
  library <- attr(class_package(fit), "package")
  R <- I(list(I(c("R", as.character(getRversion())))))
  if (is.null(library)) return(R)
  I(c(R, list(I(c(library, as.character(utils::packageVersion(library)))))))
}

# The package of the class's predict method, where it is not R's own.
class_package <- function(fit) {
  for (class in class(fit)) {
    method <- utils::getS3method("predict", class, optional = TRUE)
    home <- if (!is.null(method)) environmentName(topenv(environment(method)))
    if (!is.null(home) && !home %in% c("stats", "base", "R_GlobalEnv", "")) return(structure(home, package = home))
  }
}

options_of <- function(fit) {
  call <- if (is.list(fit)) fit$call
  formula <- tryCatch(deparse1(stats::formula(fit)), error = function(error) NULL)
  pairs <- list(if (!is.null(formula)) I(c("formula", formula)),
                if (is.name(call[[1]])) I(c("fitted by", deparse1(call[[1]]))),
                I(c("time zone", format(Sys.time(), "%Z, %z"))))
  I(Filter(Negate(is.null), pairs))
}
