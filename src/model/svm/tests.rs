//! Small machines, by hand.

use super::*;

/// Three classes on a line at -1, 0 and 1: each pair is decided by what lies between.
fn classes() -> Svm {
    Svm {
        columns: 1,
        precision: Precision::F64,
        kernel: Kernel::Linear,
        vectors: vec![-1.0, 1.0],
        ends: vec![1, 2, 3],
        terms: vec![0, 0, 0],
        coefficients: vec![2.0, 1.0, 2.0],
        offsets: vec![-1.0, 0.0, 1.0],
        classes: 3,
        pairs: pairs(3),
        first_voted: false,
        sigmoids: vec![-3.0, -3.0, -3.0, 0.0, 0.0, 0.0],
    }
}

fn number() -> Svm {
    let (pairs, sigmoids) = (Vec::new(), Vec::new());
    let (ends, terms) = (vec![2], vec![0, 1]);
    Svm { ends, terms, coefficients: vec![0.5, 2.0], offsets: vec![0.25], classes: 0, pairs, sigmoids, ..classes() }
}

fn ask(model: &Svm, x: f64) -> Vec<f64> {
    let mut out = vec![0.0; model.outputs()];
    model.apply(Columns::new(1, &[0], &[x], &[]), &mut out);
    out
}

#[test]
fn decisions_votes_and_probabilities() {
    let answer = ask(&classes(), -2.0);
    assert_eq!(answer[..7], [3.0, 2.0, 5.0, 2.0, 1.0, 0.0, 0.0]);
    assert!(answer[7] > 0.99, "{answer:?}");
    assert!((answer[7..].iter().sum::<f64>() - 1.0).abs() < 1e-12);
    // A decision of exactly 0 is a vote for the second of the pair.
    assert_eq!(ask(&classes(), -0.5)[..7], [0.0, 0.5, 2.0, 1.0, 2.0, 0.0, 1.0]);
    assert_eq!(ask(&classes(), 0.0)[..7], [-1.0, 0.0, 1.0, 0.0, 2.0, 1.0, 1.0]);
}

#[test]
fn numbers_are_the_sum() {
    assert_eq!(ask(&number(), 2.0), [3.25]);
    let single = Svm { precision: Precision::F32, ..number() };
    let x = 0.1f32;
    assert_eq!(ask(&single, 0.1), [f64::from(-0.5f32 * x + 2.0 * x + 0.25)]);
}

#[test]
fn a_decision_that_is_no_number_gives_no_votes_and_no_probabilities() {
    let answer = ask(&classes(), f64::NAN);
    assert!(answer[3..6].iter().chain(&answer[7..]).all(|p| p.is_nan()), "{answer:?}");
}

#[test]
fn of_as_many_votes_the_first_class_or_the_first_voted_has_the_label() {
    let circle = Svm { offsets: vec![-1.0, 1.0, -1.0], vectors: vec![0.0; 2], ..classes() };
    assert_eq!(ask(&circle, 0.0)[3..7], [1.0, 1.0, 1.0, 0.0]);
    assert_eq!(ask(&Svm { first_voted: true, ..circle }, 0.0)[3..7], [1.0, 1.0, 1.0, 1.0]);
}

#[test]
fn what_is_checked() {
    let one = [SlotType::NUMBER];
    let written = |model: &Svm| model.check(&one).map(|types| types.len());
    assert_eq!(written(&classes()).unwrap(), 10);
    assert_eq!(written(&Svm { sigmoids: vec![], ..classes() }).unwrap(), 7);
    assert_eq!(written(&number()).unwrap(), 1);
    let single = Svm { precision: Precision::F32, ..classes() }.check(&one).unwrap();
    assert_eq!([single[0], single[3]], [Precision::F32, Precision::F64].map(|p| SlotType::number(p, false)));
    let wrong = [
        Svm { columns: 2, ..classes() },
        Svm { vectors: vec![f64::NAN, 1.0], ..classes() },
        Svm { vectors: vec![], ..classes() },
        Svm { ends: vec![1, 3, 2], ..classes() },
        Svm { ends: vec![1, 2, 4], ..classes() },
        Svm { terms: vec![0, 0, 2], ..classes() },
        Svm { coefficients: vec![1.0; 2], ..classes() },
        Svm { offsets: vec![0.0; 2], ..classes() },
        Svm { kernel: Kernel::Radial { gamma: f64::INFINITY }, ..classes() },
        Svm { precision: Precision::F32, offsets: vec![0.1; 3], ..classes() },
        Svm { classes: 4, ..classes() },
        Svm { classes: 1, ..classes() },
        Svm { pairs: vec![0, 1, 0, 2, 1, 3], ..classes() },
        Svm { pairs: vec![0, 1, 0, 2, 1, 1], ..classes() },
        Svm { pairs: vec![0, 1, 0, 2, 1, 0], ..classes() },
        Svm { sigmoids: vec![0.0; 5], ..classes() },
        Svm { pairs: pairs(2), ..number() },
        Svm { ends: vec![], offsets: vec![], terms: vec![], coefficients: vec![], ..number() },
    ];
    for (i, model) in wrong.iter().enumerate() {
        assert_eq!(written(model).unwrap_err().code, "bad-node", "model {i}");
    }
    assert!(classes().check(&[SlotType::number(Precision::F64, true)]).is_err());
}
