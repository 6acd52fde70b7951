//! A tree as values of ours, told by type: a plain value is a list of one where a list is
//! due, numbers that JSON cannot hold are words, `null` is no position.

use super::list::List;
use super::tree::Tree;
use super::wrong::Wrong;
use serde::de::value::StrDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess};
use serde::de::{VariantAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;

type Result<T> = std::result::Result<T, Wrong>;

/// Reads a value of a type.
///
/// # Errors
/// What is wrong, and where inside.
pub fn read<'de, T: Deserialize<'de>>(tree: &'de Tree) -> Result<T> {
    T::deserialize(At(Cow::Borrowed(tree)))
}

/// Reads a value that has a name: `"trees": {...}` as the kind of that name.
///
/// # Errors
/// As [`read`].
pub fn read_tagged<'de, T: Deserialize<'de>>(name: &'de str, value: &'de Tree) -> Result<T> {
    T::deserialize(Tagged(name, Some(value)))
}

/// What numbers are called that JSON does not have, by Python, JavaScript and R.
fn word(text: &str) -> Option<f64> {
    match text {
        "NaN" | "NA" => Some(f64::NAN),
        "Infinity" | "Inf" => Some(f64::INFINITY),
        "-Infinity" | "-Inf" => Some(f64::NEG_INFINITY),
        "-0" => Some(-0.0),
        _ => None,
    }
}

/// A value at its place in the tree, or out of a list of numbers.
struct At<'de>(Cow<'de, Tree>);

impl<'de> At<'de> {
    /// The value where it is in the tree itself: all but numbers and nulls are.
    fn kept(&self) -> Option<&'de Tree> {
        if let Cow::Borrowed(tree) = self.0 { Some(tree) } else { None }
    }

    fn number(&self) -> Result<f64> {
        match &*self.0 {
            Tree::Null => Some(f64::NAN),
            Tree::Whole(value) => Some(*value as f64),
            Tree::Number(value) => Some(*value),
            // Decimals as text, as R's format() writes them.
            Tree::Text(text) => word(text).or_else(|| text.trim().parse().ok()),
            _ => None,
        }
        .ok_or_else(|| self.expected("a number"))
    }

    fn whole(&self) -> Result<u64> {
        match &*self.0 {
            Tree::Whole(value) => Some(*value),
            Tree::Number(value) if value.fract() == 0.0 && (0.0..9e15).contains(value) => Some(*value as u64),
            _ => None,
        }
        .ok_or_else(|| self.expected("a whole number from 0"))
    }

    /// The largest of 32 bits, by which arrays of ours say "none", is `null` (R: `NA`).
    fn position(&self) -> Result<u32> {
        match &*self.0 {
            Tree::Null => Ok(u32::MAX),
            Tree::Text(text) if text == "NA" => Ok(u32::MAX),
            _ => self.small(),
        }
    }

    fn small<T: TryFrom<u64>>(&self) -> Result<T> {
        let whole = self.whole()?;
        T::try_from(whole).map_err(|_| Wrong::new(format!("{whole} is too large")))
    }

    fn expected(&self, what: &str) -> Wrong {
        let is = match &*self.0 {
            Tree::Null => "null".to_owned(),
            Tree::Bool(value) => value.to_string(),
            Tree::Whole(value) => value.to_string(),
            Tree::Number(value) => value.to_string(),
            Tree::Text(text) => format!("{:?}", text.chars().take(40).collect::<String>()),
            Tree::List(_) => "a list".to_owned(),
            Tree::Map(_) => "an object".to_owned(),
        };
        Wrong::new(format!("{is} where {what} is due"))
    }
}

macro_rules! wholes {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(self.small()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for At<'de> {
    type Error = Wrong;

    /// Where the type is open: a tree again.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match *self.0 {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(value),
            Tree::Whole(value) => visitor.visit_u64(value),
            Tree::Number(value) => visitor.visit_f64(value),
            Tree::Text(_) => self.deserialize_str(visitor),
            Tree::List(_) => self.deserialize_seq(visitor),
            Tree::Map(_) => self.deserialize_map(visitor),
        }
    }

    wholes! { deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u64 visit_u64 }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_u32(self.position()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match &*self.0 {
            Tree::Bool(value) => visitor.visit_bool(*value),
            _ => Err(self.expected("true or false")),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.kept() {
            Some(Tree::Text(value)) => visitor.visit_borrowed_str(value),
            _ => Err(self.expected("a text")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match &*self.0 {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.kept() {
            Some(Tree::List(values)) => visitor.visit_seq(Entries { values, next: 0 }),
            Some(Tree::Map(_)) => Err(self.expected("a list")),
            // R's auto_unbox writes a list of one like this.
            _ => visitor.visit_seq(One(Some(self))),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        match &*self.0 {
            Tree::List(values) if values.len() == length => self.deserialize_seq(visitor),
            _ => Err(self.expected(&format!("a list of {length}"))),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.kept() {
            Some(Tree::Map(entries)) => visitor.visit_map(Keys { entries, next: 0 }),
            _ => Err(self.expected("an object")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if let Some(Tree::Map(entries)) = self.kept()
            && let Some((key, _)) = entries.iter().find(|(key, _)| !fields.contains(&key.as_str()))
        {
            return Err(Wrong::unknown("the key", key, fields.iter().copied()));
        }
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.kept() {
            Some(Tree::Text(word)) => Tagged(word, None).deserialize_enum(name, variants, visitor),
            Some(Tree::Map(entries)) if entries.len() == 1 => {
                let (word, value) = &entries[0];
                Tagged(word, Some(value)).deserialize_enum(name, variants, visitor)
            }
            _ => Err(self.expected(&format!("one of {}", variants.join(", ")))),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 f32 char bytes byte_buf unit unit_struct tuple_struct identifier
    }
}

/// A plain value as a list.
struct One<'de>(Option<At<'de>>);

impl<'de> SeqAccess<'de> for One<'de> {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        self.0.take().map(|one| seed.deserialize(one).map_err(|e| e.in_list(0))).transpose()
    }
}

struct Entries<'de> {
    values: &'de List,
    next: usize,
}

impl<'de> SeqAccess<'de> for Entries<'de> {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(value) = self.values.get(self.next) else { return Ok(None) };
        self.next += 1;
        seed.deserialize(At(value)).map(Some).map_err(|e| e.in_list(self.next - 1))
    }

    /// The entries are there already, so no number can lie.
    fn size_hint(&self) -> Option<usize> {
        Some(self.values.len() - self.next)
    }
}

struct Keys<'de> {
    entries: &'de [(String, Tree)],
    next: usize,
}

impl<'de> MapAccess<'de> for Keys<'de> {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((key, _)) = self.entries.get(self.next) else { return Ok(None) };
        let key: StrDeserializer<'_, Wrong> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let (key, value) = &self.entries[self.next];
        self.next += 1;
        seed.deserialize(At(Cow::Borrowed(value))).map_err(|e| e.in_key(key))
    }
}

/// A variant by its name, with what it holds.
struct Tagged<'de>(&'de str, Option<&'de Tree>);

impl<'de> Deserializer<'de> for Tagged<'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for Tagged<'de> {
    type Error = Wrong;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let name: StrDeserializer<'_, Wrong> = self.0.into_deserializer();
        seed.deserialize(name).map(|variant| (variant, self))
    }
}

impl<'de> Tagged<'de> {
    fn held(&self) -> Result<At<'de>> {
        self.1
            .map(|held| At(Cow::Borrowed(held)))
            .ok_or_else(|| Wrong::new(format!("{:?} has something in it: {{{:?}: ...}}", self.0, self.0)))
    }
}

impl<'de> VariantAccess<'de> for Tagged<'de> {
    type Error = Wrong;

    fn unit_variant(self) -> Result<()> {
        match self.1 {
            None => Ok(()),
            Some(_) => Err(Wrong::new(format!("{:?} stands alone, as a text", self.0))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.held()?).map_err(|e| e.in_key(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        self.held()?.deserialize_tuple(length, visitor).map_err(|e| e.in_key(self.0))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value> {
        self.held()?.deserialize_struct("", fields, visitor).map_err(|e| e.in_key(self.0))
    }
}
