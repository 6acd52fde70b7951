//! Labels and numbers as JavaScript writes them: JSON, and literals of TypeScript.

use serde_json::Value;
use windowbox::data::Label;

/// The largest whole number below which all are exact in a double.
const SAFE: f64 = 9_007_199_254_740_992.0;

/// A number: whole ones without a point, others with the fewest digits that read
/// back exactly; `null` for what JSON cannot hold.
pub fn number(x: f64) -> Value {
    if x.fract() == 0.0 && x.abs() <= SAFE { Value::from(x as i64) } else { Value::from(x) }
}

/// A label in its own type.
pub fn label(label: Label<'_>) -> Value {
    match label {
        Label::String(s) => Value::from(s),
        Label::Number(n) => number(n),
        Label::Boolean(b) => Value::from(b),
    }
}

/// A value as text: a string bare, anything else as JSON.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_point_and_others_read_back() {
        assert_eq!(number(1.0).to_string(), "1");
        assert_eq!(number(-0.0).to_string(), "0");
        assert_eq!(number(0.1 + 0.2).to_string(), "0.30000000000000004");
        assert_eq!(number(f64::NAN), Value::Null);
        for x in [1e16, 1e300, -2.5e-300, f64::MAX, f64::MIN_POSITIVE] {
            assert_eq!(number(x).to_string().parse::<f64>().unwrap().to_bits(), x.to_bits());
        }
    }
}
