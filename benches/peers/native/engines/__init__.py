"""Engines outside of JavaScript, one file each.

`load(model)` answers how rows are made ready, which is not timed, and how they are predicted, which is.
`version()` says what was measured."""
