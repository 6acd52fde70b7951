# Where the command is looked for.

command <- windowbox:::find_command()
path <- Sys.getenv("PATH")
folder <- tempfile("command")
dir.create(folder)

# Looks with these settings and nothing else.
look <- function(option = NULL, variable = "", PATH = folder) {
  before <- options(windowbox.command = option)
  Sys.setenv(WINDOWBOX = variable, PATH = PATH)
  on.exit({
    options(before)
    Sys.setenv(WINDOWBOX = "", PATH = path)
  })
  windowbox:::find_command()
}

# No command of this name stands in `folder`, nor a Python.
expect_refused(look(), "is not found\\. Get it with `pip install")
expect_refused(look("/no/such/file"), "not found at /no/such/file")
expect_refused(look(variable = "/no/such/variable"), "not found at /no/such/variable")
expect(look(variable = command) == command, "the variable")
expect(look(command, "/no/such/variable") == command, "the option comes first")

there <- file.path(folder, "windowbox")
file.symlink(command, there)
expect(look() == there, "the PATH")
unlink(there)

# A wheel as Python unpacks it.
python <- Sys.which("python3")
if (nzchar(python)) {
  packages <- file.path(folder, "lib", "site-packages")
  info <- file.path(packages, "windowbox-0.1.0.dist-info")
  scripts <- file.path(folder, "bin")
  for (f in c(info, scripts)) dir.create(f, recursive = TRUE)
  writeLines(c("Metadata-Version: 2.1", "Name: windowbox", "Version: 0.1.0"), file.path(info, "METADATA"))
  writeLines(c("../../bin/windowbox,,", "windowbox/__init__.py,,"), file.path(info, "RECORD"))
  file.symlink(command, file.path(scripts, "windowbox"))
  Sys.setenv(PYTHONPATH = packages)
  found <- windowbox:::command_of_wheel()
  Sys.unsetenv("PYTHONPATH")
  expect(normalizePath(found) == normalizePath(file.path(scripts, "windowbox")), "the wheel: ", found)
}
