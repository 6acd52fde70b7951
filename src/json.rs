//! A small writer of JSON, for the cold things that JavaScript asks for: one text crosses and
//! becomes objects there, at half the bytes of building them one by one from here.
//!
//! How a number is written is the caller's: in wasm JavaScript does it, as printing doubles
//! costs 5 KB. What is not a number is `null`.

use core::fmt;
use serde::Serialize;
use serde::ser::{self, Serializer};

/// The JSON of a value.
pub fn json<T: Serialize + ?Sized>(value: &T, number: fn(f64) -> String) -> String {
    let mut json = Json { text: String::new(), number };
    let Ok(()) = value.serialize(&mut json);
    json.text
}

struct Json {
    text: String,
    number: fn(f64) -> String,
}

impl Json {
    #[inline(never)]
    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    #[inline(never)]
    fn number(&mut self, x: f64) {
        match x {
            _ if x.is_finite() => self.text.push_str(&(self.number)(x)),
            _ if x.is_nan() => self.raw("null"),
            // What is too large to be a number is read as infinite.
            _ => self.raw(if x > 0.0 { "1e999" } else { "-1e999" }),
        }
    }

    #[inline(never)]
    fn string(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.text.extend(['\\', c]),
                '\0'..='\x1f' => {
                    let digit = |n: u32| char::from_digit(n, 16).unwrap_or('0');
                    self.text.extend(['\\', 'u', '0', '0', digit(c as u32 >> 4), digit(c as u32 & 15)]);
                }
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    fn key(&mut self, name: &str) {
        self.string(name);
        self.text.push(':');
    }

    /// Ends a list or object: the comma behind its last item goes.
    #[inline(never)]
    fn close(&mut self, end: &str) {
        if self.text.ends_with(',') {
            self.text.pop();
        }
        self.text.push_str(end);
    }
}

/// An error that never happens: a String takes everything.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl ser::StdError for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreachable!("no type of ours refuses to be written")
    }
}

type Written = Result<(), Never>;

/// A list or object that is being written.
struct Open<'a> {
    json: &'a mut Json,
    end: &'static str,
}

impl Open<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(&mut *self.json)?;
        self.json.text.push(',');
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Written {
        self.json.key(name);
        self.item(value)
    }

    fn close(self) -> Written {
        self.json.close(self.end);
        Ok(())
    }
}

impl<'a> Json {
    fn open(&'a mut self, start: &str, end: &'static str) -> Result<Open<'a>, Never> {
        self.raw(start);
        Ok(Open { json: self, end })
    }

    fn open_variant(&'a mut self, variant: &str, start: &str, end: &'static str) -> Result<Open<'a>, Never> {
        self.raw("{");
        self.key(variant);
        self.open(start, end)
    }
}

macro_rules! numbers {
    ($($method:ident $ty:ty),*) => {$(
        // JavaScript has doubles only; `check` refuses counts that are not exact in them.
        fn $method(self, x: $ty) -> Written {
            self.number(x as f64);
            Ok(())
        }
    )*};
}

impl<'a> Serializer for &'a mut Json {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    numbers!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64);
    numbers!(serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64);
    numbers!(serialize_f32 f32, serialize_f64 f64);

    fn serialize_bool(self, v: bool) -> Written {
        self.raw(if v { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, v: char) -> Written {
        self.string(v.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, v: &str) -> Written {
        self.string(v);
        Ok(())
    }

    fn serialize_bytes(self, v: &[u8]) -> Written {
        v.serialize(self)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.raw("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        let mut open = self.open("{", "}")?;
        open.field(variant, value)?;
        open.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Never> {
        self.open("[", "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Never> {
        self.open("[", "]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Never> {
        self.open("[", "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Never> {
        self.open_variant(variant, "[", "]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>, Never> {
        self.open("{", "}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Never> {
        self.open("{", "}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Never> {
        self.open_variant(variant, "{", "}}")
    }
}

macro_rules! lists {
    ($($trait:ident $method:ident),*) => {$(
        impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.item(value)
            }

            fn end(self) -> Written {
                self.close()
            }
        }
    )*};
}
lists!(SerializeSeq serialize_element, SerializeTuple serialize_element);
lists!(SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field);

macro_rules! objects {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
                self.field(name, value)
            }

            fn end(self) -> Written {
                self.close()
            }
        }
    )*};
}
objects!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        key.serialize(&mut *self.json)?;
        self.json.raw(":");
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.item(value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Everything<'a> {
        text: &'a str,
        nothing: Option<u8>,
        number: (u64, f64, f64),
        empty: Vec<bool>,
        shapes: Vec<Shape>,
        tagged: Vec<Tagged>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Shape {
        JustAPoint,
        Circle { radius: f64 },
        Path(Vec<i32>),
        Pair(bool, char),
    }

    #[derive(Serialize)]
    #[serde(tag = "type", content = "values")]
    enum Tagged {
        None,
        Some(Vec<Option<bool>>),
    }

    /// serde_json's text, read back and written again, as both may print a number differently.
    fn assert_same<T: Serialize>(value: &T) {
        let ours: serde_json::Value = serde_json::from_str(&json(value, |x| x.to_string())).unwrap();
        assert_eq!(ours, serde_json::from_str::<serde_json::Value>(&serde_json::to_string(value).unwrap()).unwrap());
    }

    #[test]
    fn it_writes_what_serde_json_writes() {
        let path = Shape::Path(vec![-1, 2]);
        assert_same(&Everything {
            text: "a\"b\\c\n\u{1f}\0é\u{2028}😀,",
            nothing: None,
            number: (1 << 53, 0.5, f64::NAN),
            empty: vec![],
            shapes: vec![Shape::JustAPoint, Shape::Circle { radius: 0.25 }, path, Shape::Pair(true, '"')],
            tagged: vec![Tagged::None, Tagged::Some(vec![Some(false), None])],
        });
        assert_same(&std::collections::BTreeMap::from([("k,", 1), ("\"", 2)]));
        assert_same(&[(); 0]);
    }

    #[test]
    fn what_json_has_no_number_for() {
        let numbers = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
        assert_eq!(json(&numbers, |x| x.to_string()), "[1e999,-1e999,null]");
    }

    #[test]
    fn a_card_is_written_whole() {
        let card = crate::Card {
            name: "n".into(),
            seed: Some(3),
            options: vec![("a".into(), "b".into())],
            ..crate::Card::default()
        };
        assert_same(&card);
        assert!(json(&card, |x| x.to_string()).starts_with(r#"{"name":"n","version":"","#));
    }
}
