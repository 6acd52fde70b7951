//! smartcore's models, fitted and made into ours. Only this folder knows what they
//! look like inside: through public accessors where there are any, else through
//! serde, as a tree of values and never as text, so that every number keeps its bits.
//!
//! One file a kind; each `convert` refuses what it does not know by name, so that a
//! change of smartcore's private shape is an error and not a wrong model.

pub mod bayes;
pub mod boost;
pub mod forest;
pub mod linear;
pub mod nearest;
pub mod tree;

use super::matrix::Matrix;
use serde_json::Value;
use smartcore::error::Failed;
use smartcore::linalg::basic::matrix::DenseMatrix;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use windowbox::{Error, Result};

/// smartcore's matrix.
pub type Dense = DenseMatrix<f64>;

/// smartcore's form of a matrix.
///
/// # Errors
/// `training-failed` for numbers that are not finite: smartcore panics on them, or
/// stops at once and calls it a model.
pub fn dense(matrix: &Matrix) -> Result<Dense> {
    if let Some(at) = matrix.values.iter().position(|x| !x.is_finite()) {
        let name = &matrix.names[at % matrix.columns()];
        return Err(failed("a number is not finite").at(format!("column {name}")));
    }
    DenseMatrix::new(matrix.rows, matrix.columns(), matrix.values.clone(), false).map_err(|e| failed(e.to_string()))
}

/// Calls smartcore: its errors and its panics become ours.
///
/// # Errors
/// `training-failed`.
pub fn guard<T>(call: impl FnOnce() -> std::result::Result<T, Failed>) -> Result<T> {
    hush();
    let was_guarded = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(was_guarded);
    match outcome {
        Ok(result) => result.map_err(|e| failed(e.to_string())),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap_or_default();
            Err(failed(format!("smartcore panicked: {said}")))
        }
    }
}

thread_local! {
    /// Whether this thread is inside of [`guard`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps panics that [`guard`] turns into errors from the terminal; all others are
/// reported as before.
fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                report(panic);
            }
        }));
    });
}

/// Training did not succeed.
pub fn failed(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::caller("training-failed", message)
}

/// smartcore's private shape is another one than this was written for.
fn changed(what: &str) -> Error {
    Error::unsupported("smartcore-changed", format!("smartcore's {what} has another shape than windowbox knows"))
        .hint("use the version of smartcore that windowbox names, or report it")
}

/// A serialised model.
fn values(model: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(model).map_err(|e| changed("model").hint(e.to_string()))
}

/// The field of an object that has exactly these keys, phantom ones apart.
fn fields<'a, const N: usize>(value: &'a Value, keys: [&str; N], what: &str) -> Result<[&'a Value; N]> {
    let map = value.as_object().ok_or_else(|| changed(what))?;
    let known = map.keys().all(|key| key.starts_with("_phantom") || keys.contains(&key.as_str()));
    match known && keys.iter().all(|key| map.contains_key(*key)) {
        true => Ok(keys.map(|key| &map[key])),
        false => Err(changed(what)),
    }
}

fn list<'a>(value: &'a Value, what: &str) -> Result<&'a Vec<Value>> {
    value.as_array().ok_or_else(|| changed(what))
}

/// A finite number; serde writes the others as `null`.
fn number(value: &Value, what: &str) -> Result<f64> {
    match value {
        Value::Null => Err(failed(format!("{what} is not a finite number"))),
        value => value.as_f64().ok_or_else(|| changed(what)),
    }
}

fn index(value: &Value, what: &str) -> Result<usize> {
    value.as_u64().and_then(|n| usize::try_from(n).ok()).ok_or_else(|| changed(what))
}

/// Proves that smartcore's classes are the codes that it was given.
fn check_classes(value: &Value, what: &str) -> Result<usize> {
    let classes = list(value, what)?;
    match classes.iter().enumerate().all(|(i, class)| class.as_u64() == Some(i as u64)) {
        true => Ok(classes.len()),
        false => Err(changed(what)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn errors_and_panics_come_through_the_door() {
        assert_eq!(guard(|| Ok(1)).unwrap(), 1);
        assert_eq!(guard(|| Err::<(), _>(Failed::fit("no"))).unwrap_err().code, "training-failed");
        assert!(guard::<()>(|| panic!("index {}", 7)).unwrap_err().message.contains("index 7"));
    }

    #[test]
    fn what_is_not_finite_never_reaches_smartcore() {
        let matrix = Matrix::of_columns(vec!["a".into(), "b".into()], &[vec![1.0], vec![f64::NAN]]);
        assert_eq!(dense(&matrix).unwrap_err().place, "column b");
        assert_eq!(number(&Value::Null, "a mean").unwrap_err().code, "training-failed");
    }

    #[test]
    fn keys_are_an_exact_set() {
        let value = json!({"a": 1, "b": 2, "_phantom_x": null});
        assert_eq!(fields(&value, ["b", "a"], "thing").unwrap(), [&json!(2), &json!(1)]);
        assert_eq!(fields(&value, ["a"], "thing").unwrap_err().code, "smartcore-changed");
        assert_eq!(fields(&value, ["a", "b", "c"], "thing").unwrap_err().code, "smartcore-changed");
    }
}
