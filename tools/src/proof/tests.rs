use super::*;
use windowbox::data::{Cell, Column, Schema};
use windowbox::model::{Linear, Model};
use windowbox::pipeline::ProofValues;
use windowbox::preprocess::{Piecewise, Step, piecewise::Side};
use windowbox::{Node, Op, Output, Target};

/// `2 x - y + 1`.
fn line() -> Pipeline {
    let schema = Schema { columns: vec![Column::numeric("x"), Column::numeric("y")] };
    let linear = Op::Model(Model::Linear(Linear::new(2, vec![2.0, -1.0], vec![1.0])));
    Pipeline::new(schema, vec![Node::new(linear, vec![0, 1], 2, 1)], Output::one(Target::regression("z", 2)))
}

fn rows(pipeline: &Pipeline, rows: &[[f64; 2]]) -> Table {
    let mut table = Table::new(&pipeline.schema);
    rows.iter().for_each(|row| table.push(row.map(Cell::Number).to_vec()));
    table
}

fn said<'a>(rows: &'a Table, values: &[f64]) -> Said<'a> {
    let margins = Expected { values: values.to_vec(), absolute: 1e-9, relative: 0.0 };
    Said { source: "Abacus 3".into(), synthesised: true, rows, margins, scores: Expected::default(), classes: vec![] }
}

fn weight(proof: &Proof) -> usize {
    let mut bytes = Vec::new();
    windowbox::codec::encode(proof, &mut bytes);
    bytes.len()
}

#[test]
fn the_same_model_gives_the_same_proof_and_passes_it() {
    let (one, other) = (embed(line()).unwrap(), embed(line()).unwrap());
    assert_eq!(windowbox::pack(&one).unwrap(), windowbox::pack(&other).unwrap());
    let test = one.self_test();
    assert!(test.rows > 5 && test.passed == test.rows && test.verdict.contains("delivery"), "{test:?}");
}

/// The last number of a bin and the first of the next.
#[test]
fn both_sides_of_a_break_are_asked() {
    let schema = Schema { columns: vec![Column::numeric("x")] };
    let bins = Piecewise {
        breaks: vec![-1.0, 2.5],
        side: Side::Right,
        centers: vec![0.0; 3],
        outputs: 1,
        degree: 0,
        coefficients: vec![3.0, 5.0, 4.0],
    };
    let nodes = vec![Node::new(Op::Step(Step::Piecewise(bins)), vec![0], 1, 1)];
    let pipeline = Pipeline::new(schema, nodes, Output::one(Target::regression("bin", 1)));
    let proof = synthesise(&pipeline.check().unwrap());
    let ProofValues::Numbers(asked) = &proof.cells[0].values else { panic!("x is a number") };
    for x in [-1.0, (-1.0f64).next_down(), 2.5, 2.5f64.next_down()] {
        assert!(asked.contains(&x), "{x} of {asked:?}");
    }
}

#[test]
fn missing_cells_are_asked_though_they_are_refused() {
    let proof = synthesise(&line().check().unwrap());
    let refused = proof.margins.values.iter().filter(|margin| margin.is_nan()).count();
    assert!(refused >= 2 && refused < proof.rows as usize / 2, "{refused} of {}", proof.rows);
}

#[test]
fn a_source_proves_parity_or_fails() {
    let table = rows(&line(), &[[0.0, 0.0], [1.0, 3.0], [2.5, -1.0]]);
    let test = embed_given(line(), &said(&table, &[1.0, 0.0, 7.0])).unwrap().self_test();
    assert_eq!((test.rows, test.passed), (3, 3));
    assert!(test.verdict.contains("Abacus 3, within its tolerance: parity proved"), "{}", test.verdict);
    let wrong = embed_given(line(), &said(&table, &[1.0, 0.1, 7.0])).unwrap_err();
    assert_eq!((wrong.code, &wrong.place[..]), ("proof-failed", "row 1"));
    assert_eq!(embed_given(line(), &said(&table, &[1.0, 0.0])).unwrap_err().code, "bad-proof");
}

#[test]
fn of_too_many_given_rows_as_many_are_taken_as_fit() {
    let many: Vec<[f64; 2]> = (0..1024).map(|i| [f64::from(i) + 0.5, f64::from(i * i)]).collect();
    let values: Vec<f64> = many.iter().map(|[x, y]| 2.0 * x - y + 1.0).collect();
    let table = rows(&line(), &many);
    let proof = given(&line().check().unwrap(), &said(&table, &values)).unwrap();
    assert!(weight(&proof) <= BYTES && weight(&proof) > BYTES / 2 && proof.rows < 1024, "{}", weight(&proof));
}

#[test]
fn wide_tables_get_a_few_rows() {
    let columns = 3000;
    let schema = Schema { columns: (0..columns).map(|c| Column::numeric(format!("c{c}"))).collect() };
    let linear = Op::Model(Model::Linear(Linear::new(columns, vec![0.5; columns as usize], vec![1.0])));
    let node = Node::new(linear, (0..columns).collect(), columns, 1);
    let wide = Pipeline::new(schema, vec![node], Output::one(Target::regression("z", columns)));
    let proof = synthesise(&wide.check().unwrap());
    assert!(
        proof.rows >= 2 && weight(&proof) < 100 * columns as usize,
        "{} rows, {} bytes",
        proof.rows,
        weight(&proof)
    );
}

#[test]
fn an_answer_where_none_is_due_is_noticed() {
    let mut pipeline = embed(line()).unwrap().into_pipeline();
    let proof = pipeline.proof.as_mut().unwrap();
    proof.margins.values[0] = f64::NAN;
    proof.margins.relative = 1e-6;
    let test = pipeline.check().unwrap().self_test();
    assert_eq!(test.passed, test.rows - 1, "{test:?}");
}
