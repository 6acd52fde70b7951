//! The inverses of PMML's link functions.

use super::build::Build;
use windowbox::preprocess::{Link, Step};

/// By the names that regressions and general regressions share.
pub fn inverse(name: &str) -> Option<Link> {
    Some(match name {
        "logit" => Link::Sigmoid,
        "probit" => Link::Probit,
        "cloglog" => Link::ComplementaryLogLog,
        "loglog" => Link::LogLog,
        "cauchit" => Link::Cauchit,
        _ => return None,
    })
}

/// The inverse of `mu^d`; of `mu^0` it is that of the logarithm.
pub fn power(d: f64) -> Link {
    match d {
        0.0 => Link::Exp,
        1.0 => Link::Identity,
        d => Link::Power { exponent: 1.0 / d },
    }
}

/// Whether an answer may take a link of probabilities itself. Others are a step before
/// it, and what they make must be probabilities in every row.
pub fn settled(link: Link, slots: Vec<u32>, build: &mut Build) -> (Vec<u32>, Link) {
    match link {
        Link::Exp | Link::LogComplement | Link::Power { .. } => {
            let count = slots.len() as u32;
            let first = build.step(Step::Link(link), slots, count);
            ((first..first + count).collect(), Link::Identity)
        }
        link => (slots, link),
    }
}
