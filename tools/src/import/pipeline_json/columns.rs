//! Columns and targets as people write them: flat, labels as plain lists.

use super::list::List;
use super::tree::Tree;
use super::wrong::Wrong;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use windowbox::Target;
use windowbox::data::schema::Unseen;
use windowbox::data::{Column, Kind, Label, Labels};
use windowbox::pipeline::{Decision, Task};
use windowbox::preprocess::Link;
use windowbox::slots::Precision;

type Result<T> = std::result::Result<T, Wrong>;

/// A column; what belongs to another type is refused.
#[derive(Debug, Serialize, Deserialize)]
pub struct ColumnForm {
    name: String,
    #[serde(rename = "type")]
    kind: ColumnType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    precision: Option<Precision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    integer: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    levels: Option<Tree>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unseen: Option<Unseen>,
    #[serde(default)]
    missing: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    label: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    description: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ColumnType {
    Numeric,
    Categorical,
    Boolean,
    Text,
}

impl ColumnForm {
    pub fn of(column: &Column) -> Self {
        let kind = match column.kind {
            Kind::Numeric { .. } => ColumnType::Numeric,
            Kind::Categorical { .. } => ColumnType::Categorical,
            Kind::Boolean => ColumnType::Boolean,
            Kind::Text => ColumnType::Text,
        };
        let (precision, integer) = match column.kind {
            Kind::Numeric { precision, integer } => (Some(precision), Some(integer)),
            _ => (None, None),
        };
        let (levels, unseen) = match &column.kind {
            Kind::Categorical { levels, unseen } => (Some(list(levels)), Some(*unseen)),
            _ => (None, None),
        };
        let Column { name, label, unit, description, missing, .. } = column.clone();
        Self { name, kind, precision, integer, levels, unseen, missing, label, unit, description }
    }

    pub fn column(self) -> Result<Column> {
        let numeric = self.kind == ColumnType::Numeric;
        let categorical = self.kind == ColumnType::Categorical;
        refuse(self.precision.is_some() && !numeric, "precision", "columns that are numeric")?;
        refuse(self.integer.is_some() && !numeric, "integer", "columns that are numeric")?;
        refuse(self.levels.is_some() && !categorical, "levels", "columns that are categorical")?;
        refuse(self.unseen.is_some() && !categorical, "unseen", "columns that are categorical")?;
        let kind = match self.kind {
            ColumnType::Numeric => Kind::Numeric {
                precision: self.precision.unwrap_or(Precision::F64),
                integer: self.integer.unwrap_or(false),
            },
            ColumnType::Categorical => {
                let levels = self.levels.ok_or_else(|| Wrong::new("the key \"levels\" is missing"))?;
                let levels = labels(&levels).map_err(|e| e.in_key("levels"))?;
                Kind::Categorical { levels, unseen: self.unseen.unwrap_or(Unseen::Predicted) }
            }
            ColumnType::Boolean => Kind::Boolean,
            ColumnType::Text => Kind::Text,
        };
        let Self { name, label, unit, description, missing, .. } = self;
        Ok(Column { name, label, unit, description, kind, missing })
    }
}

fn refuse(is: bool, key: &str, whose: &str) -> Result<()> {
    if is { Err(Wrong::new(format!("this is for {whose}")).in_key(key)) } else { Ok(()) }
}

/// A target: a number, or one of some classes.
#[derive(Debug, Serialize, Deserialize)]
pub struct TargetForm {
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    label: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit: String,
    slots: Vec<u32>,
    #[serde(default = "one")]
    divisor: f64,
    #[serde(default = "identity")]
    link: Link,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    classes: Option<Tree>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionForm>,
}

fn one() -> f64 {
    1.0
}

fn identity() -> Link {
    Link::Identity
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DecisionForm {
    Largest,
    Smallest,
    Above { positive: u32, threshold: f64 },
    Coded { slot: u32 },
}

impl TargetForm {
    pub fn of(target: &Target) -> Self {
        let (classes, decision) = match &target.task {
            Task::Regression => (None, None),
            Task::Classification { classes, decision } => (Some(list(classes)), Some(*decision)),
        };
        let decision = decision.map(|decision| match decision {
            Decision::Largest => DecisionForm::Largest,
            Decision::Smallest => DecisionForm::Smallest,
            Decision::Coded { slot } => DecisionForm::Coded { slot },
            Decision::Above { positive, threshold } => DecisionForm::Above { positive, threshold },
        });
        let Target { name, label, unit, slots, divisor, link, .. } = target.clone();
        Self { name, label, unit, slots, divisor, link, classes, decision }
    }

    pub fn target(self) -> Result<Target> {
        refuse(self.decision.is_some() && self.classes.is_none(), "decision", "targets that have classes")?;
        let Self { name, label, unit, slots, divisor, link, classes, decision } = self;
        let target = match classes {
            None => Target::regression(name, 0),
            Some(classes) => {
                let classes = labels(&classes).map_err(|e| e.in_key("classes"))?;
                decided(Target::classes(name, classes, slots.clone(), link), decision)
            }
        };
        Ok(Target { label, unit, slots, divisor, link, ..target })
    }
}

/// What is said of the decision, else what is usual for as many slots.
fn decided(mut target: Target, said: Option<DecisionForm>) -> Target {
    if let (Some(said), Task::Classification { decision, .. }) = (said, &mut target.task) {
        *decision = match said {
            DecisionForm::Largest => Decision::Largest,
            DecisionForm::Smallest => Decision::Smallest,
            DecisionForm::Coded { slot } => Decision::Coded { slot },
            DecisionForm::Above { positive, threshold } => Decision::Above { positive, threshold },
        };
    }
    target
}

/// Labels as a list of their own type.
fn list(labels: &Labels) -> Tree {
    let one = |label: Label<'_>| match label {
        Label::String(text) => Tree::Text(text.to_owned()),
        Label::Number(number) => Tree::Number(number),
        Label::Boolean(flag) => Tree::Bool(flag),
    };
    Tree::List(labels.iter().map(one).collect())
}

/// Labels of one type; a plain value is a list of one.
fn labels(tree: &Tree) -> Result<Labels> {
    let one = || [tree.clone()].into_iter().collect();
    let values: Cow<'_, List> = if let Tree::List(values) = tree { Cow::Borrowed(values) } else { Cow::Owned(one()) };
    let text = |value: Cow<'_, Tree>| if let Tree::Text(text) = &*value { Some(text.clone()) } else { None };
    let flag = |value: Cow<'_, Tree>| if let Tree::Bool(flag) = *value { Some(flag) } else { None };
    let number = |value: Cow<'_, Tree>| match *value {
        Tree::Whole(value) => Some(value as f64),
        Tree::Number(value) => Some(value),
        _ => None,
    };
    let strings = values.iter().map(text).collect::<Option<_>>().map(Labels::String);
    let numbers = || values.iter().map(number).collect::<Option<_>>().map(Labels::Number);
    let flags = || values.iter().map(flag).collect::<Option<_>>().map(Labels::Boolean);
    let labels = strings.or_else(numbers).or_else(flags);
    labels.ok_or_else(|| Wrong::new("labels are all texts, all numbers, or all true and false"))
}

impl Serialize for Tree {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Tree::Null => serializer.serialize_none(),
            Tree::Bool(value) => serializer.serialize_bool(*value),
            Tree::Whole(value) => serializer.serialize_u64(*value),
            Tree::Number(value) => serializer.serialize_f64(*value),
            Tree::Text(value) => serializer.serialize_str(value),
            Tree::List(values) => serializer.collect_seq(values.iter()),
            Tree::Map(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}
