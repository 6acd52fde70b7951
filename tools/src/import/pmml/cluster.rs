//! `ClusteringModel`: clusters around centres.

use super::super::malformed;
use super::answer::Answer;
use super::build::Build;
use super::fields::{Missing, Scope};
use super::numbers::held;
use super::unsupported;
use super::xml::{Element, all, attribute, child, children, finite, items, name, needed, number, number_or};
use windowbox::Result;
use windowbox::model::Model;
use windowbox::model::clusters::{Clusters, Compare, Measure};
use windowbox::pipeline::Decision;
use windowbox::preprocess::Link;
use windowbox::slots::Precision;

pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Answer> {
    if attribute(model, "modelClass")? != "centerBased" {
        return Err(unsupported(format!("the model class {:?}", attribute(model, "modelClass")?)));
    }
    let comparison = needed(model, "ComparisonMeasure")?;
    let fields: Vec<Element<'_>> = all(model, "ClusteringField").filter(|f| is_center(*f)).collect();
    let (ids, centers) = centers(model, fields.len())?;
    let (mut reads, mut missing) = (Vec::new(), false);
    for field in &fields {
        let number = held(build, scope.number(attribute(*field, "field")?)?);
        missing |= matches!(number.missing, Missing::Column(_) | Missing::Rule);
        reads.push(number.slot);
    }
    let clusters = Clusters {
        compare: fields.iter().map(|field| compare(*field, comparison)).collect::<Result<_>>()?,
        measure: measure(comparison)?,
        precision: Precision::F64,
        centers,
        weights: fields.iter().map(|field| number_or(*field, "fieldWeight", 1.0)).collect::<Result<_>>()?,
        shares: if missing { shares(model, fields.len())? } else { Vec::new() },
    };
    let count = ids.len() as u32;
    let first = build.model(Model::Clusters(clusters), reads, count);
    let slots = (first..first + count).collect();
    Ok(Answer { slots, link: Link::Identity, classes: Some((ids, Some(Decision::Smallest))) })
}

fn is_center(field: Element<'_>) -> bool {
    field.attribute("isCenterField") != Some("false")
}

/// The names of the clusters, and their centres one behind the other.
fn centers(model: Element<'_>, columns: usize) -> Result<(Vec<String>, Vec<f64>)> {
    let (mut ids, mut centers) = (Vec::new(), Vec::new());
    for (i, cluster) in all(model, "Cluster").enumerate() {
        let center = items(needed(cluster, "Array")?).iter().map(|x| finite(x)).collect::<Result<Vec<f64>>>()?;
        if center.len() != columns {
            return Err(malformed(format!("a centre of {} numbers for {columns} fields", center.len())));
        }
        ids.push(cluster.attribute("id").map_or_else(|| (i + 1).to_string(), str::to_owned));
        centers.extend(center);
    }
    match ids.len() {
        0 | 1 => Err(unsupported("fewer than two clusters")),
        _ => Ok((ids, centers)),
    }
}

fn compare(field: Element<'_>, comparison: Element<'_>) -> Result<Compare> {
    let usual = comparison.attribute("compareFunction").unwrap_or("absDiff");
    match field.attribute("compareFunction").unwrap_or(usual) {
        "absDiff" => Ok(Compare::Difference),
        "gaussSim" => Ok(Compare::Gauss { scale: number(field, "similarityScale")? }),
        "delta" => Ok(Compare::Unequal),
        "equal" => Ok(Compare::Equal),
        other => Err(unsupported(format!("the comparison {other:?}"))),
    }
}

fn measure(comparison: Element<'_>) -> Result<Measure> {
    if attribute(comparison, "kind")? != "distance" {
        return Err(unsupported(format!("a measure of {}", attribute(comparison, "kind")?)));
    }
    let measure = children(comparison).next().ok_or_else(|| malformed("<ComparisonMeasure> is empty"))?;
    match name(measure) {
        "euclidean" => Ok(Measure::Euclidean),
        "squaredEuclidean" => Ok(Measure::SquaredEuclidean),
        "cityBlock" => Ok(Measure::CityBlock),
        "chebychev" => Ok(Measure::Chebyshev),
        "minkowski" => Ok(Measure::Minkowski { degree: number(measure, "p-parameter")? }),
        other => Err(unsupported(format!("the measure <{other}>"))),
    }
}

/// What the columns stand for where others are missing: all the same, unless it is said.
fn shares(model: Element<'_>, columns: usize) -> Result<Vec<f64>> {
    let Some(weights) = child(model, "MissingValueWeights") else { return Ok(vec![1.0; columns]) };
    let shares = items(needed(weights, "Array")?).iter().map(|x| finite(x)).collect::<Result<Vec<f64>>>()?;
    match shares.len() == columns {
        true => Ok(shares),
        false => Err(malformed("<MissingValueWeights> has not a number for each field")),
    }
}
