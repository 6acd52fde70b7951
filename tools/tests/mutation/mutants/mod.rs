//! The mutants of a model, by sort.

mod plain;
mod trees;

use windowbox::data::{Kind, Labels, schema::Unseen};
use windowbox::pipeline::Decision;
use windowbox::{Op, Pipeline, Predictor, Task};
use windowbox_tools::proof::Scene;

/// What was changed, and what kind of thing has it.
pub struct Sort {
    pub kind: &'static str,
    pub name: String,
}

/// A mutant, made when it is tried, and where it differs.
pub type Mutant<'a> = (String, Box<dyn Fn() -> Pipeline + 'a>);

/// Mutants of one sort.
pub type Sorted<'a> = (Sort, Vec<Mutant<'a>>);

/// Every mutant of a model.
pub fn all(predictor: &Predictor) -> Vec<Sorted<'_>> {
    let pipeline = predictor.pipeline();
    let scene = Scene::new(pipeline);
    let (mut all, mut forest) = (outside(pipeline), 0);
    for (n, node) in pipeline.nodes.iter().enumerate() {
        match &node.op {
            Op::Model(windowbox::model::Model::Trees(trees)) => {
                all.extend(trees::mutants(pipeline, n, trees, &scene, forest));
                forest += 1;
            }
            op => all.extend(plain::mutants(pipeline, n, op, &scene)),
        }
    }
    all
}

/// Mutants of one sort, each a change of a clone at a place.
pub fn sort<'a, P: Clone + std::fmt::Debug + 'a>(
    (kind, name): (&'static str, &str),
    pipeline: &'a Pipeline,
    places: impl IntoIterator<Item = P>,
    change: impl Fn(&mut Pipeline, P) + Clone + 'a,
) -> Sorted<'a> {
    let mutant = |place: P| -> Mutant<'a> {
        let (change, named) = (change.clone(), format!("{place:?}"));
        let make = move || {
            let mut mutant = pipeline.clone();
            change(&mut mutant, place.clone());
            mutant
        };
        (named, Box::new(make))
    };
    (Sort { kind, name: format!("{kind}: {name}") }, places.into_iter().map(mutant).collect())
}

/// Swaps two labels.
fn swap(labels: &mut Labels, i: usize) {
    match labels {
        Labels::String(v) => v.swap(i, i + 1),
        Labels::Number(v) => v.swap(i, i + 1),
        Labels::Boolean(v) => v.swap(i, i + 1),
    }
}

/// Schema and output.
fn outside(pipeline: &Pipeline) -> Vec<Sorted<'_>> {
    let columns = &pipeline.schema.columns;
    let levels = (0..columns.len()).flat_map(|c| (1..columns[c].levels()).map(move |i| (c, i - 1)));
    let named = |(c, _): &(usize, usize)| matches!(columns[*c].kind, Kind::Categorical { .. });
    let levels: Vec<(usize, usize)> = levels.filter(named).collect();
    let targets = &pipeline.output.targets;
    let classed: Vec<usize> = (0..targets.len()).filter(|t| targets[*t].labels().is_some()).collect();
    vec![
        sort(("schema", "two levels swapped"), pipeline, levels, |p, (c, i)| {
            if let Kind::Categorical { levels, .. } = &mut p.schema.columns[c].kind {
                swap(levels, i);
            }
        }),
        sort(("schema", "two columns swapped"), pipeline, 1..columns.len(), |p, i| {
            let name = p.schema.columns[i].name.clone();
            p.schema.columns[i].name = std::mem::replace(&mut p.schema.columns[i - 1].name, name);
        }),
        sort(("schema", "unseen levels refused or not"), pipeline, 0..columns.len(), |p, c| {
            if let Kind::Categorical { unseen, .. } = &mut p.schema.columns[c].kind {
                *unseen = if *unseen == Unseen::Refused { Unseen::Predicted } else { Unseen::Refused };
            } else {
                // No mutant: no schema may have a column without a name.
                p.schema.columns[c].name.clear();
            }
        }),
        sort(("schema", "missing refused or not"), pipeline, 0..columns.len(), |p, c| {
            p.schema.columns[c].missing ^= true;
        }),
        sort(("output", "two classes swapped"), pipeline, classed.clone(), |p, t| {
            if let Task::Classification { classes, .. } = &mut p.output.targets[t].task {
                swap(classes, 0);
            }
        }),
        sort(("output", "another decision"), pipeline, classed, |p, t| match &mut p.output.targets[t].task {
            Task::Classification { decision: Decision::Above { threshold, .. }, .. } => *threshold = 0.85,
            _ => p.output.targets[t].slots.clear(),
        }),
        sort(("output", "divisor"), pipeline, 0..targets.len(), |p, t| p.output.targets[t].divisor *= 1.01),
        sort(("output", "two slots swapped"), pipeline, 0..targets.len(), |p, t| {
            let slots = &mut p.output.targets[t].slots;
            if slots.len() > 1 { slots.swap(0, 1) } else { slots.clear() }
        }),
        sort(("output", "another link"), pipeline, 0..targets.len() * LINKS.len(), |p, i| {
            let (target, link) = (&mut p.output.targets[i / LINKS.len()], LINKS[i % LINKS.len()]);
            if target.link == link { target.slots.clear() } else { target.link = link }
        }),
    ]
}

use windowbox::preprocess::Link;

/// Links that another may be mistaken for.
const LINKS: [Link; 6] =
    [Link::Identity, Link::Sigmoid, Link::Softmax, Link::Exp, Link::SingleSigmoid, Link::SingleSoftmax];
