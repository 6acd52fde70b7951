//! Values of ours as a tree: what [`super::read`] reads.

use super::list::List;
use super::tree::Tree;
use super::wrong::Wrong;
use serde::Serialize;
use serde::ser::{self, Impossible, Serializer};

type Result<T> = std::result::Result<T, Wrong>;

/// A value as a tree.
///
/// # Errors
/// Types that the form has no place for: none of ours.
pub fn tree<T: Serialize + ?Sized>(value: &T) -> Result<Tree> {
    value.serialize(Writing)
}

/// Whether the value stands alone, or under the name of its variant.
fn under(name: Option<&'static str>, tree: Tree) -> Tree {
    match name {
        None => tree,
        Some(name) => Tree::Map(vec![(name.to_owned(), tree)]),
    }
}

struct Writing;

macro_rules! wholes {
    ($($method:ident $ty:ty)*) => {$(
        fn $method(self, value: $ty) -> Result<Tree> {
            Ok(Tree::Whole(u64::from(value)))
        }
    )*};
}

macro_rules! numbers {
    ($($method:ident $ty:ty)*) => {$(
        fn $method(self, value: $ty) -> Result<Tree> {
            Ok(Tree::Number(value as f64))
        }
    )*};
}

impl Serializer for Writing {
    type Ok = Tree;
    type Error = Wrong;
    type SerializeSeq = Elements;
    type SerializeTuple = Elements;
    type SerializeTupleStruct = Elements;
    type SerializeTupleVariant = Elements;
    type SerializeMap = Impossible<Tree, Wrong>;
    type SerializeStruct = Map;
    type SerializeStructVariant = Map;

    wholes! { serialize_u8 u8 serialize_u16 u16 serialize_u64 u64 }
    numbers! { serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64 serialize_f32 f32 serialize_f64 f64 }

    fn serialize_u32(self, value: u32) -> Result<Tree> {
        Ok(if value == u32::MAX { Tree::Null } else { Tree::Whole(u64::from(value)) })
    }

    fn serialize_bool(self, value: bool) -> Result<Tree> {
        Ok(Tree::Bool(value))
    }

    fn serialize_char(self, value: char) -> Result<Tree> {
        Ok(Tree::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Tree> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Tree> {
        Ok(Tree::List(value.iter().map(|byte| Tree::Whole(u64::from(*byte))).collect()))
    }

    fn serialize_none(self) -> Result<Tree> {
        Ok(Tree::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree> {
        Ok(Tree::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree> {
        Ok(Tree::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<Tree> {
        Ok(Tree::Text(name.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Tree> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<Tree> {
        Ok(under(Some(name), value.serialize(self)?))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Elements> {
        Ok(Elements { name: None, values: List::with_capacity(length.unwrap_or(0)) })
    }

    fn serialize_tuple(self, length: usize) -> Result<Elements> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Elements> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Elements> {
        Ok(Elements { name: Some(name), values: List::with_capacity(0) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        Err(Wrong::new("an object whose keys are not fixed"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Map> {
        Ok(Map { name: None, entries: Vec::new() })
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Map> {
        Ok(Map { name: Some(name), entries: Vec::new() })
    }
}

struct Elements {
    name: Option<&'static str>,
    values: List,
}

struct Map {
    name: Option<&'static str>,
    entries: Vec<(String, Tree)>,
}

macro_rules! lists {
    ($($kind:ident $method:ident)*) => {$(
        impl ser::$kind for Elements {
            type Ok = Tree;
            type Error = Wrong;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.values.push(tree(value)?);
                Ok(())
            }

            fn end(self) -> Result<Tree> {
                Ok(under(self.name, Tree::List(self.values)))
            }
        }
    )*};
}
lists! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! maps {
    ($($kind:ident)*) => {$(
        impl ser::$kind for Map {
            type Ok = Tree;
            type Error = Wrong;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
                self.entries.push((key.to_owned(), tree(value)?));
                Ok(())
            }

            fn end(self) -> Result<Tree> {
                Ok(under(self.name, Tree::Map(self.entries)))
            }
        }
    )*};
}
maps! { SerializeStruct SerializeStructVariant }
