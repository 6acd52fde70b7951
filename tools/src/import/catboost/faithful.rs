//! A CatBoost model as its file describes it: singles and hashes into splits, doubles summed.

use super::super::faithful::{agree, golden};
use super::file::{Ctr, KeyOrCount, Model, Node, Oblivious, OneOrMany, Split, parse};
use windowbox::data::{Kind, Labels, Schema};

/// A row as the library sees it.
struct Row {
    /// By `feature_index`, missing cells as their treatment says.
    floats: Vec<f32>,
    /// By `feature_index`; a text that the file does not list has a hash that equals nothing.
    hashes: Vec<Option<i32>>,
}

impl Row {
    fn of(model: &Model, schema: &Schema, cells: &[f64]) -> Self {
        let features = &model.features_info;
        let float = |feature: &super::file::Float| match (
            cells[feature.flat_feature_index] as f32,
            &feature.nan_value_treatment,
        ) {
            (x, Some(treatment)) if x.is_nan() && treatment == "AsFalse" => f32::NEG_INFINITY,
            (x, Some(treatment)) if x.is_nan() && treatment == "AsTrue" => f32::INFINITY,
            (x, _) => x,
        };
        let hash = |feature: &super::file::Categorical| {
            let Kind::Categorical { levels: Labels::String(levels), .. } =
                &schema.columns[feature.flat_feature_index].kind
            else {
                panic!("a category of texts")
            };
            let code = cells[feature.flat_feature_index];
            let text = levels.get(code as usize).filter(|_| code >= 0.0)?;
            features.cat_features_hash.iter().find(|entry| entry.value == *text).map(|entry| entry.hash as i32)
        };
        // Features that are written out of order would be read wrong here.
        assert!(features.float_features.iter().enumerate().all(|(i, f)| f.feature_index == i));
        assert!(features.categorical_features.iter().enumerate().all(|(i, f)| f.feature_index == i));
        Row {
            floats: features.float_features.iter().map(float).collect(),
            hashes: features.categorical_features.iter().map(hash).collect(),
        }
    }
}

fn margins(model: &Model, row: &Row) -> Vec<f64> {
    let (scale, bias) = model.scale_and_bias.clone().unwrap();
    let bias = bias.list();
    let mut sums = vec![0.0; bias.len()];
    let leaves = model.oblivious_trees.iter().map(|tree| symmetric(model, tree, row, bias.len()).to_vec());
    for leaf in leaves.chain(model.trees.iter().map(|tree| nested(model, tree, row))) {
        sums.iter_mut().zip(leaf).for_each(|(sum, value)| *sum += value);
    }
    sums.iter().zip(bias).map(|(sum, bias)| scale * sum + bias).collect()
}

fn symmetric<'a>(model: &Model, tree: &'a Oblivious, row: &Row, width: usize) -> &'a [f64] {
    let bits = tree.splits.iter().enumerate().map(|(i, split)| usize::from(is_true(model, split, row)) << i);
    let leaf: usize = bits.sum();
    &tree.leaf_values[leaf * width..(leaf + 1) * width]
}

fn nested(model: &Model, node: &Node, row: &Row) -> Vec<f64> {
    match (&node.split, &node.left, &node.right) {
        (Some(split), Some(left), Some(right)) => {
            nested(model, if is_true(model, split, row) { right } else { left }, row)
        }
        _ => node.value.as_ref().map(OneOrMany::list).unwrap(),
    }
}

fn is_true(model: &Model, split: &Split, row: &Row) -> bool {
    match &split.split_type[..] {
        "FloatFeature" => row.floats[split.float_feature_index.unwrap()] > split.border.unwrap() as f32,
        "OneHotFeature" => row.hashes[split.cat_feature_index.unwrap()] == Some(split.value.unwrap() as i32),
        "OnlineCtr" => {
            let (ctr, border) = online(model, split.split_index.unwrap());
            statistic(model, ctr, row) > border as f32
        }
        other => panic!("{other}"),
    }
}

/// The CTR and the border at a position of the list of all splits.
fn online(model: &Model, position: usize) -> (&Ctr, f64) {
    let features = &model.features_info;
    let floats: usize = features.float_features.iter().map(|feature| feature.borders.len()).sum();
    let categories: usize = features.categorical_features.iter().map(|feature| feature.values.len()).sum();
    let mut all = features.ctrs.iter().flat_map(|ctr| ctr.borders.iter().map(move |border| (ctr, *border)));
    all.nth(position - floats - categories).unwrap()
}

fn statistic(model: &Model, ctr: &Ctr, row: &Row) -> f32 {
    let table = &model.ctr_data[&ctr.identifier];
    let key = key(ctr, row).map(|key| key.to_string());
    let mut entries = table.hash_map.chunks(table.hash_stride);
    let found = entries.find(|entry| matches!((&entry[0], &key), (KeyOrCount::Key(text), Some(key)) if text == key));
    let counts: Vec<f64> = found.map_or(vec![], |entry| {
        entry[1..]
            .iter()
            .map(|part| if let KeyOrCount::Count(count) = part { *count } else { panic!("a count") })
            .collect()
    });
    let all: f64 = counts.iter().sum();
    let (part, total) = match (&ctr.ctr_type[..], &counts[..]) {
        (_, []) => (0.0, 0.0),
        ("Counter" | "FeatureFreq", [count, ..]) => (*count, table.counter_denominator),
        ("Borders", _) => (counts[ctr.target_border_idx + 1..].iter().sum(), all),
        ("Buckets", _) => (counts[ctr.target_border_idx], all),
        (_, [sum, count, ..]) => (*sum, *count),
        other => panic!("{other:?}"),
    };
    ((part as f32 + ctr.prior_numerator) / (total as f32 + ctr.prior_denomerator) + ctr.shift) * ctr.scale
}

/// None for a text without a hash: no table has its key.
fn key(ctr: &Ctr, row: &Row) -> Option<u64> {
    const M: u64 = 0x4906_ba49_4954_cb65;
    let combine = |a: u64, b: u64| M.wrapping_mul(a.wrapping_add(M.wrapping_mul(b)));
    ctr.elements.iter().try_fold(0, |key, element| {
        let hash = || row.hashes[element.cat_feature_index.unwrap()];
        Some(combine(
            key,
            match &element.combination_element[..] {
                "cat_feature_value" => i64::from(hash()?) as u64,
                "float_feature" => {
                    u64::from(row.floats[element.float_feature_index.unwrap()] > element.border.unwrap() as f32)
                }
                "cat_feature_exact_value" => u64::from(hash() == Some(element.value.unwrap() as i32)),
                other => panic!("{other}"),
            },
        ))
    })
}

#[test]
fn lowered_trees_answer_as_the_file_says() {
    for (name, bytes, sidecar) in golden("cat-", "json") {
        let (model, imported) = (parse(&bytes).unwrap(), super::read(&bytes, &sidecar).unwrap());
        let schema = imported.pipeline.schema.clone();
        agree(&name, imported, |cells| margins(&model, &Row::of(&model, &schema, cells)));
    }
}
