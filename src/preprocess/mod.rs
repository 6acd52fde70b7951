//! Steps: what happens to columns between the caller's rows and a model.
//!
//! One file a step, with its fit beside its apply; a fit that nobody calls is
//! dropped by the linker. To add a step: one file, one row here, one feature.

pub mod arithmetic;
pub mod encode;
pub mod impute;
pub mod link;
pub mod lookup;
pub mod map;
pub mod one_hot;
pub mod piecewise;
pub mod reduce;
pub mod scale;

pub use arithmetic::Arithmetic;
pub use encode::Encode;
pub use impute::Impute;
pub use link::Link;
pub use lookup::Lookup;
pub use map::Map;
pub use one_hot::OneHot;
pub use piecewise::Piecewise;
pub use reduce::Reduce;
pub use scale::Scale;

crate::kinds! {
    /// A preprocessing step.
    Step, "missing-step" {
        1 "impute" Impute(Impute) "imputer",
        2 "scale" Scale(Scale) "scaler",
        3 "one-hot" OneHot(OneHot) "one-hot encoder",
        4 "encode" Encode(Encode) "encoder of levels as numbers",
        5 "lookup" Lookup(Lookup) "lookup of text as levels",
        6 "link" Link(Link) "link function",
        7 "arithmetic" Arithmetic(Arithmetic) "arithmetic",
        8 "reduce" Reduce(Reduce) "reduction",
        9 "map" Map(Map) "map of numbers",
        16 "piecewise" Piecewise(Piecewise) "piecewise polynomial",
    }
}
