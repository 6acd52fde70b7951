use super::super::{LEAF, ZERO_MISSING};
use super::*;
use crate::slots::{Columns, Operation, SlotType};

const MISSING: SlotType = SlotType::number(Precision::F64, true);

fn split(column: u32, threshold: f64, missing_yes: bool) -> Treetop {
    Treetop::Number { column, threshold, missing_yes, yes: 1, no: 2 }
}

fn leaf(values: &[f64]) -> Treetop {
    Treetop::Leaf(values.to_vec())
}

fn stump(missing_yes: bool) -> Trees {
    let mut builder = TreeBuilder::new(1, 1);
    builder.tree(&[split(0, 2.5, missing_yes), leaf(&[-1.0]), leaf(&[1.0])], Some(0)).unwrap();
    builder.finish()
}

fn ask(trees: &Trees, x: f64) -> Vec<f64> {
    let slots: Vec<u32> = (0..trees.columns).collect();
    let mut out = vec![0.0; trees.outputs as usize];
    trees.apply(Columns::new(1, &slots, &vec![x; slots.len()], &[]), &mut out);
    out
}

#[test]
fn a_value_on_the_threshold_goes_to_yes() {
    let trees = stump(false);
    assert!(trees.check(&[MISSING]).is_ok());
    assert_eq!(ask(&trees, 2.5), [-1.0]);
    assert_eq!(ask(&trees, 2.5f64.next_up()), [1.0]);
    assert_eq!(ask(&trees, f64::NEG_INFINITY), [-1.0]);
}

#[test]
fn missing_goes_where_the_node_says() {
    assert_eq!(ask(&stump(false), f64::NAN), [1.0]);
    assert_eq!(ask(&stump(true), f64::NAN), [-1.0]);
    let mut zero = stump(false);
    zero.flags[0] |= ZERO_MISSING;
    zero.zero_band = 1e-35;
    assert_eq!(ask(&zero, -1e-36), [1.0]);
    assert_eq!(ask(&zero, 1e-30), [-1.0]);
}

#[test]
fn single_precision_inputs_are_rounded_once() {
    let mut trees = stump(false);
    trees.threshold[0] = f64::from(0.1f32);
    trees.input = Precision::F32;
    assert_eq!(ask(&trees, 0.1), [-1.0]);
    trees.input = Precision::F64;
    trees.threshold[0] = 0.1;
    assert_eq!(ask(&trees, f64::from(0.1f32)), [1.0]);
}

#[test]
fn categories_are_cut_to_whole_numbers() {
    let mut builder = TreeBuilder::new(1, 1);
    let test = Treetop::Category { column: 0, codes: vec![0, 40], missing_yes: false, yes: 1, no: 2 };
    builder.tree(&[test, leaf(&[-1.0]), leaf(&[1.0])], Some(0)).unwrap();
    let mut trees = builder.finish();
    assert!(trees.check(&[MISSING]).is_ok());
    for (x, answer) in
        [(0.7, -1.0), (-0.5, -1.0), (-1.0, 1.0), (40.0, -1.0), (41.0, 1.0), (1e300, 1.0), (f64::NAN, 1.0)]
    {
        assert_eq!(ask(&trees, x), [answer], "{x}");
    }
    trees.input = Precision::F32;
    assert_eq!((ask(&trees, -0.5), ask(&trees, -0.0), ask(&trees, 0.7)), (vec![1.0], vec![-1.0], vec![-1.0]));
}

#[test]
fn vectors_sums_and_means_have_the_order_of_the_file() {
    let mut builder = TreeBuilder::new(1, 2);
    for _ in 0..3 {
        builder.tree(&[split(0, 0.0, false), leaf(&[0.1, 1.0]), leaf(&[0.2, 2.0])], None).unwrap();
    }
    let mut trees = builder.finish();
    (trees.divisor, trees.scale, trees.bias) = (3.0, 2.0, vec![0.5, 0.0]);
    assert_eq!(trees.leaves.len(), 4, "equal leaves are stored once");
    let sum: f64 = 0.1 + 0.1 + 0.1;
    assert_eq!(ask(&trees, 0.0), [sum / 3.0 * 2.0 + 0.5, 2.0]);
    trees.sum = Precision::F32;
    trees.leaf = Precision::F64;
    let single = (0.1f64 as f32, 0.1f64);
    let step = |s: f32| (f64::from(s) + single.1) as f32;
    let sum = step(step(single.0));
    assert_eq!(ask(&trees, 0.0)[0], f64::from((sum / 3.0) * 2.0 + 0.5));
}

#[test]
fn oblivious_trees_number_their_leaves_by_the_tests_that_say_no() {
    let mut builder = TreeBuilder::new(1, 1);
    builder.oblivious(&[(0, 1.0, true), (0, 2.0, false)], &[10.0, 11.0, 12.0, 13.0], Some(0));
    builder.oblivious(&[], &[100.0], Some(0));
    let trees = builder.finish();
    assert!(trees.check(&[MISSING]).is_ok());
    assert_eq!(ask(&trees, 0.0), [110.0]);
    assert_eq!(ask(&trees, 1.5), [111.0]);
    assert_eq!(ask(&trees, 3.0), [113.0]);
    assert_eq!(ask(&trees, f64::NAN), [112.0]);
}

#[test]
fn covers_count_the_rows_that_pass() {
    let mut trees = stump(false);
    trees.count_cover(&[1.0, 2.0, 3.0]);
    assert_eq!(trees.cover, [3.0, 2.0, 1.0]);
}

#[test]
fn an_oblivious_tree_has_a_cover_for_each_leaf() {
    let mut builder = TreeBuilder::new(1, 1);
    builder.oblivious(&[(0, 1.0, false), (0, 2.0, true)], &[10.0, 11.0, 12.0, 13.0], Some(0));
    builder.tree(&[Treetop::Leaf(vec![0.5])], Some(0)).unwrap();
    let mut trees = builder.finish();
    trees.count_cover(&[0.0, 1.5, 3.0, 4.0, f64::NAN]);
    assert_eq!(trees.tree_covers().collect::<Vec<_>>(), [&[1.0, 2.0, 0.0, 2.0][..], &[5.0]]);
    assert!(trees.check(&[MISSING]).is_ok());
    trees.cover.pop();
    assert!(trees.check(&[MISSING]).is_err());
}

#[test]
fn what_is_no_tree_is_refused_with_its_place() {
    type Break = fn(&mut Trees);
    let breaks: [(Break, &str); 14] = [
        (|t| t.yes[0] = 0, "cycle"),
        (|t| t.no[0] = 1, "shared child"),
        (|t| t.no[0] = 3, "outside"),
        (|t| t.column[0] = 1, "column"),
        (|t| t.threshold[0] = f64::NAN, "threshold"),
        (|t| t.index[1] = 2, "leaf"),
        (|t| t.flags[0] = 8, "flag"),
        (|t| t.flags[0] = CATEGORY, "set"),
        (|t| t.column[0] = LEAF, "orphans"),
        (|t| t.target[0] = 1, "target"),
        (|t| t.first[1] = 2, "first"),
        (|t| t.leaves[0] = f64::INFINITY, "leaf value"),
        (|t| t.divisor = 0.0, "divisor"),
        (|t| t.depth[0] = 21, "depth"),
    ];
    for (break_it, what) in breaks {
        let mut trees = stump(false);
        break_it(&mut trees);
        assert!(trees.check(&[MISSING]).is_err(), "{what}");
    }
    let mut trees = stump(false);
    trees.yes[0] = 0;
    assert_eq!(trees.check(&[MISSING]).unwrap_err().place, "tree 0, node 0");
}

#[test]
fn a_chain_of_a_million_nodes_is_walked_without_recursion() {
    let n = 500_000;
    let mut nodes = Vec::new();
    for i in 0..n {
        nodes.push(Treetop::Number {
            column: 0,
            threshold: i as f64,
            missing_yes: false,
            yes: 2 * i + 1,
            no: 2 * i + 2,
        });
        nodes.push(leaf(&[i as f64]));
    }
    nodes.push(leaf(&[-1.0]));
    let mut builder = TreeBuilder::new(1, 1);
    builder.tree(&nodes, Some(0)).unwrap();
    let trees = builder.finish();
    assert!(trees.check(&[MISSING]).is_ok());
    assert_eq!(ask(&trees, 1e9), [-1.0]);
    assert_eq!(ask(&trees, 499_998.5), [499_999.0]);
}

#[test]
fn linear_leaves_stand_back_where_a_column_is_missing() {
    let mut builder = TreeBuilder::new(1, 1);
    let linear = |value, constant| Treetop::Linear { value, constant, terms: vec![(0, 2.0)] };
    builder.tree(&[split(0, 0.0, true), linear(-1.0, 10.0), linear(1.0, 20.0)], Some(0)).unwrap();
    let mut trees = builder.finish();
    assert!(trees.check(&[MISSING]).is_ok());
    assert_eq!([ask(&trees, -3.0), ask(&trees, 3.0), ask(&trees, f64::NAN)], [[4.0], [26.0], [-1.0]]);
    trees.linear.column[0] = 1;
    assert!(trees.check(&[MISSING]).is_err());
}
