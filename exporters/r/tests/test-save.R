# What the file says of the model, and which rows are in it.

cars <- transform(mtcars, type = factor(ifelse(am == 1, "manual", "automatic")))
attr(cars$wt, "units") <- "1000 lbs"
attr(cars$wt, "label") <- "Weight"
comment(cars$wt) <- "of the car as sold"
fit <- glm(type ~ wt, binomial, cars)

read <- function(file) {
  said <- system2(windowbox:::find_command(), c("inspect", file, "--json"), stdout = TRUE)
  jsonlite::fromJSON(paste(said, collapse = "\n"))
}

said <- read(saved(fit, cars, target = "gearbox", name = "boxes", author = "A. Nobody", description = "Gears",
                   intended_use = "tests", license = "MIT"))
expect(identical(said$card$name, "boxes") && identical(said$card$target, "gearbox"), "name and target")
expect(identical(said$card$author, "A. Nobody") && identical(said$card$description, "Gears"), "author and description")
expect(identical(said$card$intended_use, "tests"), "intended use")
expect(identical(said$card$license, "MIT"), "license")
instant <- "^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}[+-][0-9]{2}:[0-9]{2}([[][A-Za-z_/+0-9-]+[]])?$"
expect(grepl(instant, said$card$created), "created")
expect(identical(said$card$locale, Sys.getlocale("LC_COLLATE")), "locale")
expect(said$card$data_rows == 32, "rows of the data")
options <- said$card$options
expect(identical(options[options[, 1] == "formula", 2], "type ~ wt"), "formula")
expect(any(grepl("SHA-256 [0-9a-f]{64}$", options[, 2])), "hash of the data")
expect(identical(said$card$made_with[, 1], "R"), "versions")
expect(said$columns$unit == "1000 lbs" && said$columns$label == "Weight", "unit and label")
expect(said$columns$description == "of the car as sold", "description")
expect(isTRUE(said$proof$synthesised) && said$proof$rows > 5, "the proof is not of made-up rows")

expect(setequal(unlist(said$targets$task$classes$values), c("automatic", "manual")), "classes")

embedded <- read(saved(fit, cars, embed_rows = TRUE))
expect(!embedded$proof$synthesised, "rows of the data are not embedded")
expect(embedded$proof$rows > said$proof$rows, "no more rows")

# A row of the data on which the answers differ, although none that is made up does.
odd <- fit
odd$family$linkinv <- function(eta) ifelse(abs(eta - predict(fit)[5]) < 1e-9, 0.5, plogis(eta))
expect_refused(saved(odd, cars), "check-failed")

expect_refused(windowbox_save(fit, cars, file.path(tempdir(), "no", "such", "folder.wbx")), "folder")
expect_refused(windowbox_pack(tempfile(), tempdir()), "error")

if (requireNamespace("data.table", quietly = TRUE)) {
  expect(file.exists(saved(fit, data.table::as.data.table(cars))), "a data.table")
}

# The beginning of 1970, as clocks show it there.
in_zone <- function(zone) {
  before <- Sys.getenv("TZ", NA)
  on.exit(if (is.na(before)) Sys.unsetenv("TZ") else Sys.setenv(TZ = before))
  Sys.setenv(TZ = zone)
  windowbox:::now(as.POSIXct(0, origin = "1970-01-01"))
}
expect(in_zone("Asia/Kolkata") == "1970-01-01T05:30:00+05:30[Asia/Kolkata]", "east")
expect(in_zone("America/New_York") == "1969-12-31T19:00:00-05:00[America/New_York]", "west")
expect(in_zone("UTC") == "1970-01-01T00:00:00+00:00[UTC]", "UTC")
expect(in_zone("XYZ-3") == "1970-01-01T03:00:00+03:00", "a zone without a name")

trees <- rpart::rpart(mpg ~ wt, mtcars)
expect(identical(read(saved(trees, mtcars))$card$made_with[, 1], c("rpart", "R")), "the package first")
cross <- MASS::lda(am ~ wt, mtcars, CV = TRUE)
expect_refused(saved(cross, mtcars), "lda.* gives is no fitted model")
