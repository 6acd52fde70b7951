# JSON with every bit of a double: jsonlite rounds to 15 digits.

number_text <- function(x) {
  short <- sprintf("%.15g", x)
  exact <- is.finite(x) & as.numeric(short) == x
  text <- ifelse(exact, short, sprintf("%.17g", x))
  words <- c("NA" = "\"NaN\"", "NaN" = "\"NaN\"", "Inf" = "\"Infinity\"", "-Inf" = "\"-Infinity\"")
  ifelse(is.finite(x), text, words[as.character(x)])
}

json_text <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x) && !is.null(names(x))) return(object_text(x))
  if (is.list(x)) return(list_text(vapply(x, json_text, "")))
  text <- scalars_text(x)
  if (length(x) == 1 && !inherits(x, "AsIs")) text else list_text(text)
}

scalars_text <- function(x) {
  if (is.numeric(x)) return(number_text(as.numeric(x)))
  if (is.logical(x)) return(ifelse(is.na(x), "null", ifelse(x, "true", "false")))
  vapply(enc2utf8(as.character(x)), function(one) as.character(jsonlite::toJSON(one, auto_unbox = TRUE)), "")
}

list_text <- function(texts) paste0("[", paste(texts, collapse = ","), "]")

object_text <- function(x) {
  pairs <- paste0(scalars_text(names(x)), ":", vapply(x, json_text, ""))
  paste0("{", paste(pairs, collapse = ","), "}")
}

write_json <- function(x, path) writeLines(json_text(x), path, useBytes = TRUE)
