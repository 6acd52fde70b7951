//! The sidecar `schema.json`: what a model file does not know, said beside it.

use serde::Deserialize;
use serde_json::Value;
use windowbox::data::Labels;
use windowbox::pipeline::{Decision, Task};
use windowbox::{Error, Output, Result};

/// All of it is optional; it overrides what the file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sidecar {
    /// The columns, in the order of training.
    #[serde(default)]
    pub features: Vec<Feature>,
    /// The target.
    #[serde(default)]
    pub target: Target,
    /// What inputs are rounded to: `f32` or `f64`.
    pub input_cast: Option<String>,
    /// `best` or `all` iterations of a boosted model that stopped early.
    pub use_iterations: Option<String>,
    /// The probability above which the positive class is answered.
    pub threshold: Option<f64>,
}

/// One column.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// Its name.
    pub name: Option<String>,
    /// `numeric`, `categorical` or `boolean`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The levels, in the order of their codes.
    pub categories: Option<Vec<Value>>,
    /// What an unknown level means: `error`, `missing` or `code:-1`.
    pub unknown: Option<String>,
    /// The code of the first level.
    pub first_code: Option<i64>,
    /// Numbers that mean missing.
    #[serde(default)]
    pub missing_values: Vec<f64>,
    /// The text that means missing.
    pub missing_string: Option<String>,
}

/// The target.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its name.
    pub name: Option<String>,
    /// The classes, in the order of the model's outputs.
    pub classes: Option<Vec<Value>>,
    /// The class that a single score speaks for.
    pub positive: Option<Value>,
}

impl Sidecar {
    /// Reads a sidecar.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes).map_err(|e| {
            Error::caller("bad-sidecar", e.to_string())
                .hint(r#"{"features":[{"name":"age","type":"numeric"}],"target":{"name":"y","classes":["no","yes"]}}"#)
        })
    }

    /// Refuses what a format has no use for, by its name: silence would look like consent.
    /// Keys are written `threshold`, `target.name` and `features.name`.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        match self.said().find(|key| !known.contains(key)) {
            None => Ok(()),
            Some(key) => Err(Error::caller("bad-sidecar", format!("{key} has no meaning for this file"))
                .hint("leave it out: the file says it, or nothing hangs on it")),
        }
    }

    /// Refuses classes of what is a number, and a threshold where none decides.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn fits(&self, output: &Output) -> Result<()> {
        let above = |task: &Task| matches!(task, Task::Classification { decision: Decision::Above { .. }, .. });
        let (classes, decided) = (
            output.targets.iter().any(|target| target.labels().is_some()),
            output.targets.iter().any(|target| above(&target.task)),
        );
        let wrong = |message: &'static str| Err(Error::caller("bad-sidecar", message).hint("leave it out"));
        match () {
            () if self.names_classes() && !classes => wrong("target.classes of a model that answers a number"),
            () if self.threshold.is_some() && !decided => wrong("a threshold for a model that decides without one"),
            () => Ok(()),
        }
    }

    /// An empty list is how scripts write that there are none.
    pub fn names_classes(&self) -> bool {
        self.target.classes.as_ref().is_some_and(|classes| !classes.is_empty())
    }

    /// The keys that are there.
    fn said(&self) -> impl Iterator<Item = &'static str> {
        let target = &self.target;
        let any = |says: fn(&Feature) -> bool| self.features.iter().any(says);
        let keys = [
            ("target.name", target.name.is_some()),
            ("target.classes", self.names_classes()),
            ("target.positive", target.positive.is_some()),
            ("input_cast", self.input_cast.is_some()),
            ("use_iterations", self.use_iterations.is_some()),
            ("threshold", self.threshold.is_some()),
            ("features.name", any(|f| f.name.is_some())),
            ("features.type", any(|f| f.kind.is_some())),
            ("features.categories", any(|f| f.categories.is_some())),
            ("features.unknown", any(|f| f.unknown.is_some())),
            ("features.first_code", any(|f| f.first_code.is_some())),
            ("features.missing_values", any(|f| !f.missing_values.is_empty())),
            ("features.missing_string", any(|f| f.missing_string.is_some())),
        ];
        keys.into_iter().filter(|(_, said)| *said).map(|(key, _)| key)
    }

    /// Refuses what unknown levels mean, where the format says it.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn refuse_unknown(&self) -> Result<()> {
        self.refuse(|f| f.unknown.is_some(), "unknown is not known for this format")
    }

    /// Refuses texts that mean missing, where a format has no text.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn refuse_texts(&self) -> Result<()> {
        self.refuse(|f| f.missing_string.is_some(), "missing_string is not known for this format")
    }

    fn refuse(&self, says: impl Fn(&Feature) -> bool, message: &'static str) -> Result<()> {
        match self.features.iter().any(says) {
            false => Ok(()),
            true => Err(Error::caller("bad-sidecar", message).hint("leave them out, and give missing cells as null")),
        }
    }

    /// The same with one feature a column, in the order of the file: by name where the
    /// file has all of its names, else by position.
    ///
    /// # Errors
    /// `bad-sidecar` for another number of columns, and for a name of another column.
    pub fn in_order(&self, names: &[impl AsRef<str>], columns: usize) -> Result<Self> {
        let place = |name: &String| names.iter().position(|known| known.as_ref() == name);
        let places: Vec<Option<usize>> = self.features.iter().map(|f| f.name.as_ref().and_then(place)).collect();
        let named = places.iter().all(Option::is_some);
        if !named && self.features.len() != columns {
            let said = self.features.len();
            return Err(wrong(format!("the sidecar has {said} features, the model {columns}, of other names")));
        }
        let mut features = vec![Feature::default(); columns];
        for (i, (feature, place)) in self.features.iter().zip(places).enumerate() {
            if let (false, Some(place)) = (named, place.filter(|place| *place != i)) {
                let name = names[place].as_ref();
                return Err(wrong(format!("{name} is column {i} of the sidecar and column {place} of the model"))
                    .hint("list all columns in the order of the model, or all by the names in it"));
            }
            let place = place.filter(|_| named).unwrap_or(i);
            *features.get_mut(place).ok_or_else(|| wrong("more names than columns"))? = feature.clone();
        }
        Ok(Self { features, ..self.clone() })
    }

    /// The name of column `i`, else what the file says, else `f<i>`.
    pub fn name(&self, i: usize, file: Option<&str>) -> String {
        let said = self.features.get(i).and_then(|f| f.name.clone());
        said.or_else(|| file.map(str::to_owned)).unwrap_or_else(|| format!("f{i}"))
    }

    /// The levels of column `i`, where they are said.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn levels(&self, i: usize) -> Result<Option<Labels>> {
        self.features.get(i).and_then(|f| f.categories.as_deref()).map(labels).transpose()
    }
}

fn wrong(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::caller("bad-sidecar", message)
}

/// Refuses levels that stand at other positions than in the file: their codes would be
/// those of other levels.
///
/// # Errors
/// `bad-sidecar`.
pub fn same_order(file: &Labels, said: &Labels) -> Result<()> {
    let other = |(i, level): (usize, _)| file.iter().position(|known| known == level).is_some_and(|at| at != i);
    match said.iter().enumerate().any(other) {
        false => Ok(()),
        true => Err(wrong("the sidecar lists the categories in another order than the file")
            .hint("leave them out: the file knows them")),
    }
}

/// Labels of one type out of JSON: numbers, truth values, else texts.
///
/// # Errors
/// `bad-sidecar`.
pub fn labels(values: &[Value]) -> Result<Labels> {
    if let Some(numbers) = values.iter().map(Value::as_f64).collect() {
        return Ok(Labels::Number(numbers));
    }
    if let Some(flags) = values.iter().map(Value::as_bool).collect() {
        return Ok(Labels::Boolean(flags));
    }
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let strings: Option<Vec<String>> = values.iter().map(text).collect();
    strings
        .map(Labels::String)
        .ok_or_else(|| Error::caller("bad-sidecar", "labels are all numbers, all texts, or all true and false"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::Target as Answer;
    use windowbox::preprocess::Link;

    fn read(json: &str) -> Sidecar {
        Sidecar::parse(json.as_bytes()).unwrap()
    }

    #[test]
    fn features_are_known_by_their_names() {
        let names = |json: &str| {
            let sidecar = read(json).in_order(&["a", "b", "c"], 3).map_err(|error| error.code)?;
            Ok::<_, &str>(sidecar.features.into_iter().map(|f| f.name.unwrap_or_default()).collect::<Vec<_>>())
        };
        assert_eq!(names(r#"{"features":[{"name":"c"},{"name":"a"}]}"#).unwrap(), ["a", "", "c"]);
        assert_eq!(names(r#"{"features":[{"name":"x"},{"name":"b"},{}]}"#).unwrap(), ["x", "b", ""]);
        assert_eq!(names(r#"{"features":[{"name":"x"},{"name":"a"},{"name":"c"}]}"#), Err("bad-sidecar"));
        assert_eq!(names(r#"{"features":[{"name":"x"}]}"#), Err("bad-sidecar"));
        assert_eq!(names("{}").unwrap(), ["", "", ""]);
    }

    #[test]
    fn levels_keep_the_places_of_the_file() {
        let of = |json: &str| labels(&serde_json::from_str::<Vec<Value>>(json).unwrap()).unwrap();
        let file = of(r#"["f", "m"]"#);
        assert!(same_order(&file, &of(r#"["f", "male"]"#)).is_ok());
        assert_eq!(same_order(&file, &of(r#"["m", "f"]"#)).unwrap_err().code, "bad-sidecar");
    }

    #[test]
    fn what_a_format_does_not_take_is_named() {
        for (json, key) in [
            (r#"{"target":{"positive":"yes"}}"#, "target.positive"),
            (r#"{"input_cast":"f32"}"#, "input_cast"),
            (r#"{"features":[{},{"type":"numeric"}]}"#, "features.type"),
            (r#"{"features":[{"missing_values":[-999]}]}"#, "features.missing_values"),
        ] {
            let error = read(json).only(&["target.name"]).unwrap_err();
            assert!(error.code == "bad-sidecar" && error.message.starts_with(key), "{error}");
            assert!(read(json).only(&["target.name", key]).is_ok());
        }
    }

    #[test]
    fn classes_and_thresholds_are_for_what_has_them() {
        let labels = || Labels::Boolean(vec![false, true]);
        let number = Output::one(Answer::regression("y", 0));
        let two = Output::one(Answer::classes("y", labels(), vec![0], Link::Sigmoid));
        let largest = Output::one(Answer::classes("y", labels(), vec![0, 1], Link::Softmax));
        let (classes, threshold) = (read(r#"{"target":{"classes":[0,1]}}"#), read(r#"{"threshold":0.3}"#));
        assert!(read(r#"{"target":{"classes":[]}}"#).fits(&number).is_ok());
        assert!(classes.fits(&number).is_err() && classes.fits(&two).is_ok() && classes.fits(&largest).is_ok());
        assert!(threshold.fits(&number).is_err() && threshold.fits(&two).is_ok() && threshold.fits(&largest).is_err());
    }
}
