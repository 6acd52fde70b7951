//! Weighing a file before it is decoded: an empty message of two bytes becomes a value
//! of hundreds.

use super::proto::varint;
use windowbox::{Error, Result};

/// Memory of a decoded message, and of a text, in bytes; a little more than it is.
const MESSAGE: usize = 352;
const TEXT: usize = 56;
/// What a file may become, beyond a share of its own length.
const ALLOWANCE: usize = 32 << 20;
/// Bytes of memory for a byte of the file: a short text in a list, or a small number.
const SHARE: usize = 12;

/// Where in `onnx.proto` a message stands.
#[derive(Clone, Copy)]
enum Place {
    Model,
    /// A graph and what is in it, inside so many others.
    Graph(u8),
    Node(u8),
    Attribute(u8),
    Tensor,
    /// A description of an input or output, so many messages deep.
    Info(u8),
    Text,
    Leaf,
    /// Graphs in graphs, deeper than a model has them.
    Abyss,
}

/// Graphs inside one another: the body of a loop, a branch in it, and some.
const DEPTH: u8 = 8;

impl Place {
    /// What a field of bytes is, if it is decoded into a list.
    fn field(self, number: u64) -> Option<Place> {
        match (self, number) {
            (Place::Model, 7) => Some(Place::Graph(0)),
            (Place::Model, 8 | 25) => Some(Place::Leaf),
            (Place::Graph(depth), 1) => Some(Place::Node(depth)),
            (Place::Graph(_), 5) | (Place::Attribute(_), 5) => Some(Place::Tensor),
            (Place::Graph(_), 11 | 12) => Some(Place::Info(0)),
            (Place::Node(depth), 5) => Some(Place::Attribute(depth)),
            (Place::Attribute(DEPTH..), 6) => Some(Place::Abyss),
            (Place::Attribute(depth), 6) => Some(Place::Graph(depth + 1)),
            (Place::Node(_), 1 | 2) | (Place::Attribute(_), 9) | (Place::Tensor, 6) => Some(Place::Text),
            (Place::Info(depth @ 0..=3), 1 | 2) => Some(Place::Info(depth + 1)),
            _ => None,
        }
    }

    fn weight(self) -> usize {
        match self {
            Place::Text => TEXT,
            Place::Abyss => usize::MAX,
            _ => MESSAGE,
        }
    }
}

/// Refuses a file whose messages would take far more memory than its bytes.
///
/// # Errors
/// `limit`.
pub fn check(bytes: &[u8]) -> Result<()> {
    let mut left = bytes.len().saturating_mul(SHARE).saturating_add(ALLOWANCE);
    match weigh(bytes, Place::Model, &mut left) {
        Some(()) => Ok(()),
        None => Err(Error::limit("the file has far more messages than content")),
    }
}

/// None where more is used than is left. What is cut short is left to the decoder.
fn weigh(mut bytes: &[u8], place: Place, left: &mut usize) -> Option<()> {
    while let Some((tag, tail)) = varint(bytes) {
        let skip = |n: usize| tail.get(n..).unwrap_or(&[]);
        bytes = match tag & 7 {
            0 => varint(tail).map_or(&[][..], |(_, tail)| tail),
            1 => skip(8),
            5 => skip(4),
            2 => {
                let (length, tail) = varint(tail).unwrap_or((0, &[]));
                let (inner, rest) = tail.split_at(tail.len().min(usize::try_from(length).unwrap_or(usize::MAX)));
                if let Some(field) = place.field(tag >> 3) {
                    *left = left.checked_sub(field.weight())?;
                    weigh(inner, field, left)?;
                }
                rest
            }
            _ => return Some(()),
        };
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field of bytes.
    fn field(number: u8, inner: &[u8]) -> Vec<u8> {
        let mut length = inner.len();
        let mut all = vec![number << 3 | 2];
        while length > 127 {
            all.push(length as u8 | 128);
            length >>= 7;
        }
        all.push(length as u8);
        [all, inner.to_vec()].concat()
    }

    #[test]
    fn empty_messages_are_refused_by_their_number() {
        let nodes = |n: usize| field(7, &field(1, &[]).repeat(n));
        assert!(check(&nodes(50_000)).is_ok());
        assert_eq!(check(&nodes(400_000)).unwrap_err().code, "limit");
        let attributes = field(7, &field(1, &field(5, &[]).repeat(400_000)));
        assert_eq!(check(&attributes).unwrap_err().code, "limit");
    }

    #[test]
    fn graphs_in_graphs_are_weighed_and_not_without_end() {
        // An attribute of a node with a graph, so many inside one another.
        let nested =
            |n: usize, inner: Vec<u8>| field(7, &(0..n).fold(inner, |inner, _| field(1, &field(5, &field(6, &inner)))));
        assert!(check(&nested(8, Vec::new())).is_ok());
        assert_eq!(check(&nested(9, Vec::new())).unwrap_err().code, "limit");
        assert_eq!(check(&nested(20_000, Vec::new())).unwrap_err().code, "limit");
        assert_eq!(check(&nested(1, field(1, &[]).repeat(400_000))).unwrap_err().code, "limit");
    }

    #[test]
    fn what_holds_something_is_read_at_any_length() {
        let modes = field(9, b"LEAF").repeat(400_000);
        assert!(check(&field(7, &field(1, &field(5, &modes)))).is_ok());
        let raw = field(7, &field(5, &field(9, &vec![0; 1 << 20])).repeat(40));
        assert!(check(&raw).is_ok());
        assert!(check(&[0x3a, 0xff, 0xff, 0xff, 0xff, 0xff]).is_ok());
    }
}
