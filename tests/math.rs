//! The functions of `src/math` to the bit, in digests of many values: the JavaScript of
//! pkg/twin/ is held to the same file (tests/js/math.test.js). `WINDOWBOX_GOLDEN=write`
//! writes it anew.

use std::fmt::Write;
use std::path::Path;
use windowbox::math;

/// SplitMix64.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Where algorithms branch, and what is no usual number; both signs.
const EDGES: [f64; 40] = [
    0.0,
    5e-324,
    2.2250738585072014e-308,
    1e-300,
    1e-40,
    1e-17,
    1e-16,
    5.551115123125783e-17,
    1.862645149230957e-9,
    1e-8,
    1e-4,
    0.02425,
    0.1,
    0.25,
    0.2554128118829954,
    0.34657359027997264,
    0.4375,
    0.5,
    0.5493061443340549,
    0.6875,
    0.84375,
    1.0,
    1.0397207708399179,
    1.1875,
    1.25,
    1.5,
    2.0,
    2.4375,
    2.857142857142857,
    6.0,
    20.0,
    28.0,
    37.5,
    38.9,
    87.33655,
    88.72284,
    103.97208,
    708.0,
    709.782712893384,
    745.1332191019412,
];

fn edges() -> impl Iterator<Item = f64> {
    let beside = |x: f64| [x.next_down(), x, x.next_up()];
    let special = [f64::INFINITY, f64::NAN, f64::MAX, 9_007_199_254_740_993.0, 1e22];
    EDGES.into_iter().chain(special).flat_map(beside).flat_map(|x| [x, -x])
}

/// Numbers of all sizes, usual ones, small ones, and some around 1.
fn values(set: &str) -> Vec<f64> {
    let mut state = 1;
    let mut unit = move || (random(&mut state) >> 11) as f64 / 9_007_199_254_740_992.0;
    let mut bits = 2;
    let count = 0..20_000;
    match set {
        "edges" => edges().collect(),
        "all" => count.map(|_| f64::from_bits(random(&mut bits))).collect(),
        "usual" => count.map(|_| (unit() - 0.5) * 80.0).collect(),
        "small" => count.map(|_| (unit() - 0.5) * 1e-3).collect(),
        _ => count.map(|_| 0.5 + unit() * 1.5).collect(),
    }
}

const SETS: [&str; 5] = ["edges", "all", "usual", "small", "one"];

type Function = fn(f64) -> f64;

const FUNCTIONS: [(&str, Function); 16] = [
    ("exp", math::exp),
    ("log", math::ln),
    ("expm1", math::exp_m1),
    ("log1p", math::ln_1p),
    ("tanh", math::tanh),
    ("sigmoid", math::sigmoid),
    ("log10", math::log10),
    ("log2", math::log2),
    ("atan", math::atan),
    ("normal", math::normal),
    ("quantile", math::normal_quantile),
    ("sinh", math::sinh),
    ("asinh", math::asinh),
    ("exp32", math::exp_single),
    ("sigmoid32", math::sigmoid_single),
    ("square root power", |x| math::power(x, 0.5)),
];

/// FNV-1a, eight bytes at a time.
fn digest(values: impl Iterator<Item = f64>) -> u64 {
    let bits = |x: f64| if x.is_nan() { u64::MAX } else { x.to_bits() };
    values.fold(0xcbf2_9ce4_8422_2325, |digest: u64, x| (digest ^ bits(x)).wrapping_mul(0x100_0000_01b3))
}

/// Powers of each number by the next, and by whole numbers.
fn powers(set: &str) -> impl Iterator<Item = f64> {
    let values = values(set);
    let next: Vec<f64> = values.iter().skip(1).chain(&values[..1]).copied().collect();
    values
        .into_iter()
        .zip(next)
        .flat_map(|(x, y)| [math::power(x, y), math::power(x.abs(), y), math::power(x, y.trunc())])
}

#[test]
fn every_function_has_its_bits() {
    let mut text = String::new();
    for set in SETS {
        for (name, function) in FUNCTIONS {
            // Functions in single precision are of singles.
            let of = |x: f64| if name.ends_with("32") { f64::from(x as f32) } else { x };
            writeln!(text, "{set} {name} {:016x}", digest(values(set).into_iter().map(|x| function(of(x))))).unwrap();
        }
        writeln!(text, "{set} power {:016x}", digest(powers(set))).unwrap();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/math.txt");
    if std::env::var("WINDOWBOX_GOLDEN").is_ok_and(|v| v == "write") {
        std::fs::write(&file, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(file).unwrap());
}
