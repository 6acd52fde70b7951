# What the card of a saved model says: what is given, and what fills itself.

card <- function(model, fit, data, given) {
  filled <- list(model = model$words, target = model$target$name, created = now(),
                 locale = Sys.getlocale("LC_COLLATE"), data_rows = nrow(data), made_with = made_with(fit),
                 options = options_of(fit))
  c(Filter(Negate(is.null), given), filled)
}

# With its distance from UTC, and the name of the zone where the machine has one: RFC 9557.
now <- function(time = Sys.time()) {
  zone <- Sys.getenv("TZ")
  if (!nzchar(zone)) zone <- sub("^.*zoneinfo/", "", normalizePath("/etc/localtime", mustWork = FALSE))
  written <- sub("(..)$", ":\\1", format(time, "%Y-%m-%dT%H:%M:%S%z"))
  if (grepl("^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", zone)) paste0(written, "[", zone, "]") else written
}

# The package first: what it says is what the proof calls the source of its answers.
made_with <- function(fit) {
  library <- class_package(fit)
  own <- if (!is.null(library)) list(I(c(library, as.character(utils::packageVersion(library)))))
  I(c(own, list(I(c("R", as.character(getRversion()))))))
}

# The package of the class's predict method, where it is not R's own.
class_package <- function(fit) {
  for (class in class(fit)) {
    method <- utils::getS3method("predict", class, optional = TRUE)
    home <- if (!is.null(method)) environmentName(topenv(environment(method)))
    if (!is.null(home) && !home %in% c("stats", "base", "R_GlobalEnv", "")) return(home)
  }
}

options_of <- function(fit) {
  call <- if (is.list(fit)) fit$call
  formula <- tryCatch(deparse1(stats::formula(fit)), error = function(error) NULL)
  pairs <- list(if (!is.null(formula)) I(c("formula", formula)),
                if (is.name(call[[1]])) I(c("fitted by", deparse1(call[[1]]))))
  I(Filter(Negate(is.null), pairs))
}
