# Installs the package in a folder of its own and runs every test-*.R against it:
#   Rscript exporters/r/tests/run.R [pattern]
# The command is that of WINDOWBOX_COMMAND, else the one on PATH.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
library_folder <- tempfile("library")
dir.create(library_folder)
installed <- system2(file.path(R.home("bin"), "R"), c("CMD", "INSTALL", "--no-docs", "--no-test-load",
                     paste0("--library=", library_folder), shQuote(dirname(here))), stdout = TRUE, stderr = TRUE)
if (!is.null(attr(installed, "status"))) stop(paste(installed, collapse = "\n"))
library(windowbox, lib.loc = library_folder)
if (nzchar(Sys.getenv("WINDOWBOX_COMMAND"))) options(windowbox.command = Sys.getenv("WINDOWBOX_COMMAND"))

pattern <- c(commandArgs(trailingOnly = TRUE), "")[1]
for (test in list.files(here, "^test-.*[.]R$", full.names = TRUE)) {
  if (!grepl(pattern, test)) next
  scope <- new.env(parent = globalenv())
  sys.source(file.path(here, "helper.R"), scope)
  scope$here <- here
  sys.source(test, scope)
  cat(basename(test), ": ", scope$counts$expectations, " expectations met\n", sep = "")
}
