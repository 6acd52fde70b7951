# What the card of a saved model says: what is given, and what fills itself.

card <- function(model, fit, data, given) {
  filled <- list(model = model$words, target = model$target$name, created = format(Sys.time(), "%Y-%m-%dT%H:%M:%S%z"),
                 locale = Sys.getlocale("LC_COLLATE"), data_rows = nrow(data), made_with = made_with(fit),
                 options = options_of(fit))
  c(Filter(Negate(is.null), given), filled)
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
                if (is.name(call[[1]])) I(c("fitted by", deparse1(call[[1]]))),
                I(c("time zone", time_zone())))
  I(Filter(Negate(is.null), pairs))
}

# By its name where R can tell, and by its distance from UTC. R asks a program that
# complains where systemd does not run.
time_zone <- function() {
  silent <- !nzchar(Sys.which("timedatectl")) || dir.exists("/run/systemd/system")
  name <- if (silent) Sys.timezone() else Sys.getenv("TZ", NA)
  paste0(if (!is.na(name) && nzchar(name)) paste0(name, ", "), format(Sys.time(), "%Z, %z"))
}
