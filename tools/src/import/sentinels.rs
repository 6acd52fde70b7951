//! Numbers that mean missing: libraries take such a sentinel (`missing=-999`) where the
//! model is trained and do not save it, so the sidecar says it, and a step in front makes
//! each a missing cell.

use super::sidecar::{Feature, Sidecar};
use windowbox::data::{Column, Kind};
use windowbox::pipeline::{Decision, Task};
use windowbox::preprocess::{Map, Step};
use windowbox::{Error, Node, Op, Pipeline, Result};

/// Puts a step in front of everything that reads a column with sentinels.
///
/// # Errors
/// `bad-sidecar` for a column that is not there, or holds no numbers.
pub fn add(pipeline: &mut Pipeline, sidecar: &Sidecar) -> Result<()> {
    let said = sidecar.features.iter().enumerate().filter(|(_, feature)| !feature.missing_values.is_empty());
    for (i, feature) in said {
        let at = place(&pipeline.schema.columns, i, feature)?;
        precede(pipeline, at, map(&pipeline.schema.columns[at], &feature.missing_values)?);
        pipeline.schema.columns[at].missing = true;
    }
    Ok(())
}

/// A column is known by its name; without one by its position.
fn place(columns: &[Column], i: usize, feature: &Feature) -> Result<usize> {
    let named = |column: &Column| feature.name.as_ref().is_some_and(|name| column.name == *name);
    let at = columns.iter().position(named).unwrap_or(i);
    let there = columns.get(at).is_some_and(|column| feature.name.is_none() || named(column));
    if there { Ok(at) } else { Err(wrong(format!("there is no column {i} for its missing_values"))) }
}

fn wrong(message: String) -> Error {
    Error::caller("bad-sidecar", message)
}

fn map(column: &Column, values: &[f64]) -> Result<Step> {
    let Kind::Numeric { precision, .. } = column.kind else {
        return Err(wrong(format!("{} holds no numbers: missing_values are for those", column.name))
            .hint("leave the level out of categories, or name it missing_string"));
    };
    let mut keys: Vec<f64> = values.iter().map(|value| precision.round(*value)).collect();
    keys.sort_by(f64::total_cmp);
    keys.dedup();
    let values = vec![f64::NAN; keys.len()];
    Ok(Step::Map(Map { keys, values, missing: f64::NAN, other: None }))
}

/// Makes all that reads a column read what a step makes of it.
fn precede(pipeline: &mut Pipeline, column: usize, step: Step) {
    let (column, next) = (column as u32, pipeline.schema.columns.len() as u32);
    let moved = |slot: &mut u32| match *slot {
        slot_of_column if slot_of_column == column => *slot = next,
        later if later >= next => *slot += 1,
        _ => {}
    };
    for node in &mut pipeline.nodes {
        node.reads.iter_mut().chain(&mut node.writes).for_each(moved);
    }
    for target in &mut pipeline.output.targets {
        target.slots.iter_mut().for_each(moved);
        if let Task::Classification { decision: Decision::Coded { slot }, .. } = &mut target.task {
            moved(slot);
        }
    }
    pipeline.nodes.insert(0, Node::new(Op::Step(step), vec![column], next, 1));
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;
    use windowbox::Predictor;
    use windowbox::data::{Cell, Table};

    fn open(missing: &str) -> Result<Predictor> {
        let file = include_bytes!("../../../tests/golden/xgb-reg-diabetes/model.json");
        let sidecar = Sidecar::parse(format!(r#"{{"features":[{missing}]}}"#).as_bytes())?;
        import(file, &sidecar)?.pipeline.check()
    }

    fn ask(predictor: &Predictor, first: f64, third: f64) -> f64 {
        let mut table = Table::new(&predictor.pipeline().schema);
        let cell = |i: usize| [first, 0.01, third].get(i).copied().unwrap_or(0.02);
        table.push((0..predictor.pipeline().schema.columns.len()).map(|i| Cell::Number(cell(i))).collect());
        predictor.predict(&table).targets[0].margins[0]
    }

    #[test]
    fn a_sentinel_is_a_missing_cell_and_nothing_else_is() {
        let said = r#"{"name":"age","missing_values":[-999.1]},{"name":"bmi","missing_values":[7,-1]}"#;
        let (plain, said) = (open("").unwrap(), open(said).unwrap());
        for (given, meant) in
            [((-999.1, 0.5), (f64::NAN, 0.5)), ((0.5, 7.0), (0.5, f64::NAN)), ((7.0, -999.1), (7.0, -999.1))]
        {
            assert_eq!(ask(&said, given.0, given.1), ask(&plain, meant.0, meant.1));
        }
        assert_ne!(ask(&said, 0.5, -1.0), ask(&plain, 0.5, -1.0));
    }

    #[test]
    fn sentinels_of_no_column_are_refused() {
        assert_eq!(open(r#"{"name":"nobody","missing_values":[1]}"#).unwrap_err().code, "bad-sidecar");
    }
}
