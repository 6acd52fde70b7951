library(windowbox)

people <- as.data.frame(Titanic, stringsAsFactors = TRUE)
fit <- glm(Survived ~ Class * Sex + Age, binomial, people, weights = Freq)

windowbox_save(fit, people, "titanic.wbx", target = "survived", description = "Who outlived the Titanic")
windowbox_pack("titanic.wbx", "titanic-survival", version = "1.0.0", license = "MIT")
