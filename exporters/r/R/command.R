# The command `windowbox`.

find_command <- function() {
  given <- getOption("windowbox.command", "")
  found <- if (nzchar(given)) given else unname(Sys.which("windowbox"))
  if (!nzchar(found) || !file.exists(found)) {
    refuse("the command windowbox is not found", if (nzchar(given)) paste(" at", given), ". Get it with ",
           "`cargo install --path tools` in its sources, or say where it is: ",
           "options(windowbox.command = \"/path/to/windowbox\")")
  }
  found
}

# Runs it and returns what it says; its refusal becomes an error.
run_command <- function(args) {
  said <- suppressWarnings(system2(find_command(), shQuote(args), stdout = TRUE, stderr = TRUE))
  if (!is.null(attr(said, "status"))) refuse(paste(said, collapse = "\n"))
  said
}
