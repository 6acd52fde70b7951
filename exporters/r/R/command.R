# The command `windowbox`.

# The first that is there: of the option, of the variable WINDOWBOX, on the PATH, or the one
# that the wheel of Python brings. What the user names must be there.
find_command <- function() {
  named <- c(getOption("windowbox.command", ""), Sys.getenv("WINDOWBOX"))
  named <- named[nzchar(named)]
  if (length(named)) return(if (file.exists(named[1])) named[1] else no_command(paste(" at", named[1])))
  found <- c(unname(Sys.which("windowbox")), command_of_wheel())
  found <- found[file.exists(found)]
  if (length(found)) found[1] else no_command("")
}

no_command <- function(place) {
  refuse("the command windowbox is not found", place, ". Get it with `pip install windowbox`, whose wheel brings it, or ",
         "`cargo install --path tools` in its sources; or say where it is: ",
         "options(windowbox.command = \"/path/to/windowbox\"), or the variable WINDOWBOX")
}

# The wheel lists its files, wherever Python keeps its scripts.
command_of_wheel <- function() {
  python <- Sys.which(c("python3", "python"))
  python <- python[nzchar(python)]
  if (!length(python)) return(character())
  lines <- c("import importlib.metadata as m", "try: files = m.files('windowbox') or []", "except Exception: files = []",
             "print(*[f.locate() for f in files if f.stem == 'windowbox' and f.parent.name in ('bin', 'Scripts')], sep='\\n')")
  script <- tempfile(fileext = ".py")
  on.exit(unlink(script))
  writeLines(lines, script)
  tryCatch(suppressWarnings(system2(python[1], shQuote(script), stdout = TRUE, stderr = FALSE)),
           error = function(error) character())
}

# Runs it and returns what it says; its refusal becomes an error.
run_command <- function(args) {
  said <- suppressWarnings(system2(find_command(), shQuote(args), stdout = TRUE, stderr = TRUE))
  if (!is.null(attr(said, "status"))) refuse(paste(said, collapse = "\n"))
  said
}
