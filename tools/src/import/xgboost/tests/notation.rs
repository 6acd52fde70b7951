//! Both notations: what they hold, and what becomes of files that are cut or changed.

use super::super::value::{Number, Value};
use super::super::{json, read, ubjson};
use super::{EXAMPLE, code, run, stumps};
use crate::import::{Sidecar, import};
use windowbox::Result;

#[test]
fn nesting_and_announced_lengths_are_bounded() {
    let deep = format!(r#"{{"learner": {}"#, "[".repeat(201));
    assert_eq!(code(&deep).0, "malformed");
    // A list of 2^40 numbers, a text of as many bytes, a list of nothing.
    for (head, expected) in
        [(&b"[$d#L"[..], "truncated"), (b"SL", "truncated"), (b"[#L", "truncated"), (b"[$Z#L", "malformed")]
    {
        let bytes = [head, &(1u64 << 40).to_be_bytes()].concat();
        assert_eq!(ubjson::parse(&bytes).unwrap_err().code, expected);
    }
    assert_eq!(ubjson::parse(b"Si\xff").unwrap_err().code, "malformed");
}

#[test]
fn every_tag_is_read() {
    let number = |bytes: &[u8]| match ubjson::parse(bytes).unwrap() {
        Value::Number(number) => number.double(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (number(b"i\xff"), number(b"U\xff"), number(b"I\xff\xfe"), number(b"l\xff\xff\xff\xfd")),
        (-1.0, 255.0, -2.0, -3.0)
    );
    assert_eq!((number(b"d\x3f\x80\0\0"), number(b"D\x3f\xf0\0\0\0\0\0\0")), (1.0, 1.0));
    assert_eq!(
        ubjson::parse(b"[NTNFNZN]N").unwrap(),
        Value::List(vec![Value::Bool(true), Value::Bool(false), Value::Null])
    );
    assert_eq!(ubjson::parse(b"[#i\x01Ca").unwrap(), Value::List(vec![Value::Text("a".into())]));
    assert_eq!(ubjson::parse(b"{#i\x01i\x01aU\x05").unwrap().count("a", 0).unwrap(), 5);
}

#[test]
fn json_texts_and_numbers_are_read() {
    let text = |json: &str| json::parse(json.as_bytes()).map(|v| v.text().unwrap().to_owned());
    assert_eq!(text(r#""a\n\u00e9\ud83d\ude00\"/b""#).unwrap(), "a\né😀\"/b");
    assert_eq!(text(r#""\ud83d""#).unwrap_err().code, "malformed");
    let list = json::parse(b"[1, 2.5e0, nan, -inf]\0").unwrap().numbers().unwrap();
    assert_eq!(list[..2], [Number::Int(1), Number::of_double(2.5)]);
    assert!(list[2].single().is_nan() && list[3].single() == f32::NEG_INFINITY);
    for bad in ["[1 2]", "[1,]", "{1:2}", "[--1]", "[1]x", r#"{"a" 1}"#, r#""\x""#] {
        assert_eq!(json::parse(bad.as_bytes()).unwrap_err().code, "malformed", "{bad}");
    }
}

/// Writes UBJSON as XGBoost does.
fn write(value: &Value<'_>, out: &mut Vec<u8>) {
    let text = |text: &str, out: &mut Vec<u8>| {
        out.push(b'L');
        out.extend((text.len() as u64).to_be_bytes());
        out.extend(text.as_bytes());
    };
    match value {
        Value::Null => out.push(b'Z'),
        Value::Bool(flag) => out.push(if *flag { b'T' } else { b'F' }),
        Value::Number(number) => {
            out.push(b'd');
            out.extend(number.single().to_be_bytes());
        }
        Value::Text(string) => {
            out.push(b'S');
            text(string, out);
        }
        Value::Numbers(list) => {
            out.extend(b"[$d#L");
            out.extend((list.len() as u64).to_be_bytes());
            list.iter().for_each(|number| out.extend(number.single().to_be_bytes()));
        }
        Value::List(list) => {
            out.push(b'[');
            list.iter().for_each(|item| write(item, out));
            out.push(b']');
        }
        Value::Object(fields) => {
            out.push(b'{');
            for (key, value) in fields {
                text(key, out);
                write(value, out);
            }
            out.push(b'}');
        }
    }
}

fn example_ubjson() -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&json::parse(EXAMPLE.as_bytes()).unwrap(), &mut bytes);
    bytes
}

#[test]
fn both_notations_are_one_model() {
    let text = import(EXAMPLE.as_bytes(), &Sidecar::default()).unwrap();
    let binary = import(&example_ubjson(), &Sidecar::default()).unwrap();
    assert_eq!((text.pipeline, text.source), (binary.pipeline, binary.source));
}

#[test]
fn cut_at_every_length_it_is_truncated() {
    for bytes in [EXAMPLE.as_bytes(), &example_ubjson()] {
        for length in 0..bytes.len() {
            let code = read(&bytes[..length], &Sidecar::default()).unwrap_err().code;
            assert_eq!(code, "truncated", "at {length}");
        }
    }
}

/// Whatever is accepted must run.
fn survive(bytes: &[u8]) -> Result<()> {
    let predictor = import(bytes, &Sidecar::default())?.pipeline.check()?;
    let row: Vec<f64> = (0..predictor.pipeline().schema.columns.len()).map(|i| i as f64).collect();
    run(&predictor, &row);
    Ok(())
}

#[test]
fn flipped_bits_are_an_error_or_a_model() {
    let mut random = fastrand::Rng::with_seed(1);
    let categories =
        stumps(r#""cats": {"enc": [{"offsets": [], "values": []}, {"offsets": [0, 1], "values": [97]}]},"#);
    for bytes in [EXAMPLE.as_bytes(), &example_ubjson(), categories.as_bytes()] {
        let outcomes = (0..2000).filter(|_| {
            let mut bytes = bytes.to_vec();
            for _ in 0..random.usize(1..4) {
                let place = random.usize(..bytes.len());
                bytes[place] ^= 1 << random.u32(..8);
            }
            survive(&bytes).is_ok()
        });
        let accepted = outcomes.count();
        assert!((1..2000).contains(&accepted), "{accepted}");
    }
}
