//! What a loss answers: link, classes and the rule for the label.

use super::super::class::{classes, classification, regression};
use super::super::malformed;
use super::super::sidecar::{self, Sidecar};
use super::file::{Info, embedded};
use serde_json::Value;
use windowbox::data::Labels;
use windowbox::pipeline::{Decision, Task};
use windowbox::preprocess::Link;
use windowbox::{Error, Result, Target};

/// Losses whose answer is the raw value, one number for each of the model's dimensions.
const RAW: &[&str] = &[
    "RMSE",
    "MAE",
    "Quantile",
    "MultiQuantile",
    "GroupQuantile",
    "LogLinQuantile",
    "Lq",
    "Huber",
    "Expectile",
    "MAPE",
    "LogCosh",
    "Cox",
    "SurvivalAft",
    "MultiRMSE",
    "MultiRMSEWithMissingValues",
    "QueryRMSE",
    "QuerySoftMax",
    "QueryCrossEntropy",
    "PairLogit",
    "PairLogitPairwise",
    "YetiRank",
    "YetiRankPairwise",
    "LambdaMart",
    "StochasticFilter",
    "StochasticRank",
    "PythonUserDefinedPerObject",
    "PythonUserDefinedMultiTarget",
];

/// The name of the loss; empty where the file has none.
pub fn name(info: &Info) -> String {
    let loss = embedded(&info.params)["loss_function"].clone();
    let text = loss["type"].as_str().or(loss.as_str()).unwrap_or_default();
    text.split(':').next().unwrap_or_default().to_owned()
}

/// The targets that read the margins in `slots`.
pub fn targets(info: &Info, slots: &[u32], sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Vec<Target>> {
    match (&name(info)[..], slots) {
        ("Logloss" | "CrossEntropy" | "Focal", &[slot]) => binary(info, slot, sidecar, unknown),
        ("MultiClass", _) => multi(info, slots, Link::Softmax, sidecar, unknown),
        ("MultiClassOneVsAll", _) => multi(info, slots, Link::Sigmoid, sidecar, unknown),
        ("MultiLogloss" | "MultiCrossEntropy", _) => labels_apart(info, slots, sidecar),
        ("Poisson" | "Tweedie", &[slot]) => Ok(vec![regression(slot, Link::Exp, sidecar)]),
        ("RMSEWithUncertainty", &[mean, variance]) => Ok(uncertain(mean, variance, sidecar)),
        (raw, _) if RAW.contains(&raw) => Ok(values(slots, sidecar)),
        ("Logloss" | "CrossEntropy" | "Focal" | "Poisson" | "Tweedie" | "RMSEWithUncertainty", _) => {
            Err(malformed(format!("{} biases for the loss {}", slots.len(), name(info))))
        }
        (other, _) => Err(Error::unsupported("unknown-objective", format!("the loss {other:?} has no known answer"))),
    }
}

fn binary(info: &Info, slot: u32, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Vec<Target>> {
    let classes = class_names(info, 2)?.map_or_else(|| classes(2, sidecar, unknown), Ok)?;
    let mut target = classification(classes, vec![slot], Link::Sigmoid, sidecar);
    if let (None, Some(said), Task::Classification { decision: Decision::Above { threshold, .. }, .. }) =
        (sidecar.threshold, threshold(info)?, &mut target.task)
    {
        *threshold = said;
    }
    Ok(vec![target])
}

/// The file has it as a text.
fn threshold(info: &Info) -> Result<Option<f64>> {
    let number = match &info.binclass_probability_threshold {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    };
    number.map(Some).ok_or_else(|| malformed("binclass_probability_threshold is not a number"))
}

fn multi(info: &Info, slots: &[u32], link: Link, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Vec<Target>> {
    let classes = class_names(info, slots.len())?.map_or_else(|| classes(slots.len(), sidecar, unknown), Ok)?;
    Ok(vec![classification(classes, slots.to_vec(), link, sidecar)])
}

/// Labels that may hold together: each is a target of its own, no or yes.
fn labels_apart(info: &Info, slots: &[u32], sidecar: &Sidecar) -> Result<Vec<Target>> {
    let names = class_names(info, slots.len())?;
    let one = |(i, slot): (usize, &u32)| {
        let mut target = classification(Labels::Number(vec![0.0, 1.0]), vec![*slot], Link::Sigmoid, sidecar);
        target.name = match &names {
            Some(Labels::String(names)) => names[i].clone(),
            Some(Labels::Number(names)) => format!("{}_{}", target.name, names[i]),
            _ => format!("{}_{i}", target.name),
        };
        target
    };
    Ok(slots.iter().enumerate().map(one).collect())
}

/// The mean, and the variance `e^(2 * raw)`: two times is over one half, exactly.
fn uncertain(mean: u32, variance: u32, sidecar: &Sidecar) -> Vec<Target> {
    let mean = regression(mean, Link::Identity, sidecar);
    let spread = regression(variance, Link::Exp, sidecar);
    let name = format!("{}_variance", spread.name);
    vec![mean, Target { divisor: 0.5, name, ..spread }]
}

fn values(slots: &[u32], sidecar: &Sidecar) -> Vec<Target> {
    let mut targets: Vec<Target> = slots.iter().map(|slot| regression(*slot, Link::Identity, sidecar)).collect();
    if targets.len() > 1 {
        targets.iter_mut().enumerate().for_each(|(i, target)| target.name = format!("{}_{i}", target.name));
    }
    targets
}

/// The classes that the file names, in their type: it knows them better than a sidecar.
fn class_names(info: &Info, count: usize) -> Result<Option<Labels>> {
    let params = embedded(&info.class_params);
    let names = params["class_names"].as_array().filter(|names| !names.is_empty());
    let Some(names) = names else { return Ok(None) };
    if names.len() != count {
        return Err(malformed(format!("{} class names for {count} classes", names.len())));
    }
    let typed: Vec<Value> = names.iter().map(|name| in_type(name, &params["class_label_type"])).collect();
    sidecar::labels(&typed).map(Some).map_err(|_| malformed("the class names have several types"))
}

/// A number that the file writes as a text.
fn in_type(name: &Value, kind: &Value) -> Value {
    match (name.as_str(), kind.as_str()) {
        (Some(text), Some("Integer" | "Float")) => text.parse::<f64>().map_or_else(|_| name.clone(), Value::from),
        _ => name.clone(),
    }
}
