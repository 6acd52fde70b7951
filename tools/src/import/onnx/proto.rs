//! The file as it stands: the messages of `onnx.proto` that are needed, and no deeper.

use super::super::malformed;
use super::tensor::{self, Cell, Element};
use prost::Message;
use windowbox::{Error, Result};

#[derive(Message)]
pub struct Model {
    #[prost(string, tag = "2")]
    pub producer: String,
    #[prost(string, tag = "3")]
    pub producer_version: String,
    #[prost(message, optional, tag = "7")]
    pub graph: Option<Graph>,
    #[prost(message, repeated, tag = "8")]
    pub opsets: Vec<Opset>,
    #[prost(message, repeated, tag = "25")]
    pub functions: Vec<Function>,
}

/// An operator that the file defines itself.
#[derive(Message)]
pub struct Function {
    #[prost(string, tag = "1")]
    pub name: String,
}

#[derive(Message)]
pub struct Opset {
    #[prost(string, tag = "1")]
    pub domain: String,
    #[prost(int64, tag = "2")]
    pub version: i64,
}

#[derive(Clone, Message)]
pub struct Graph {
    #[prost(message, repeated, tag = "1")]
    pub nodes: Vec<Node>,
    #[prost(message, repeated, tag = "5")]
    pub constants: Vec<Tensor>,
    #[prost(message, repeated, tag = "11")]
    pub inputs: Vec<ValueInfo>,
    #[prost(message, repeated, tag = "12")]
    pub outputs: Vec<ValueInfo>,
}

#[derive(Clone, Message)]
pub struct Node {
    #[prost(string, repeated, tag = "1")]
    pub inputs: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    pub outputs: Vec<String>,
    #[prost(string, tag = "3")]
    pub name: String,
    #[prost(string, tag = "4")]
    pub op: String,
    #[prost(message, repeated, tag = "5")]
    pub attributes: Vec<Attribute>,
    #[prost(string, tag = "7")]
    pub domain: String,
}

#[derive(Clone, Message)]
pub struct Attribute {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(float, tag = "2")]
    pub float: f32,
    #[prost(int64, tag = "3")]
    pub int: i64,
    #[prost(bytes = "vec", tag = "4")]
    pub text: Vec<u8>,
    #[prost(message, optional, tag = "5")]
    pub tensor: Option<Tensor>,
    #[prost(message, optional, boxed, tag = "6")]
    pub graph: Option<Box<Graph>>,
    #[prost(float, repeated, tag = "7")]
    pub floats: Vec<f32>,
    #[prost(int64, repeated, tag = "8")]
    pub ints: Vec<i64>,
    #[prost(bytes = "vec", repeated, tag = "9")]
    pub texts: Vec<Vec<u8>>,
}

#[derive(Clone, Message)]
pub struct Tensor {
    #[prost(int64, repeated, tag = "1")]
    pub dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    pub kind: i32,
    #[prost(float, repeated, tag = "4")]
    pub floats: Vec<f32>,
    #[prost(int32, repeated, tag = "5")]
    pub smalls: Vec<i32>,
    #[prost(bytes = "vec", repeated, tag = "6")]
    pub texts: Vec<Vec<u8>>,
    #[prost(int64, repeated, tag = "7")]
    pub ints: Vec<i64>,
    #[prost(string, tag = "8")]
    pub name: String,
    #[prost(bytes = "vec", tag = "9")]
    pub raw: Vec<u8>,
    #[prost(double, repeated, tag = "10")]
    pub doubles: Vec<f64>,
    #[prost(int32, tag = "14")]
    pub location: i32,
}

#[derive(Clone, Message)]
pub struct ValueInfo {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(message, optional, tag = "2")]
    pub kind: Option<Kind>,
}

#[derive(Clone, Message)]
pub struct Kind {
    #[prost(message, optional, tag = "1")]
    pub tensor: Option<TensorKind>,
}

#[derive(Clone, Message)]
pub struct TensorKind {
    #[prost(int32, tag = "1")]
    pub element: i32,
    #[prost(message, optional, tag = "2")]
    pub shape: Option<Shape>,
}

#[derive(Clone, Message)]
pub struct Shape {
    #[prost(message, repeated, tag = "1")]
    pub dims: Vec<Dim>,
}

#[derive(Clone, Message)]
pub struct Dim {
    #[prost(int64, tag = "1")]
    pub size: i64,
}

pub const FLOAT: i32 = 1;
pub const UINT8: i32 = 2;
pub const INT32: i32 = 6;
pub const INT64: i32 = 7;
pub const TEXT: i32 = 8;
pub const BOOL: i32 = 9;
pub const DOUBLE: i32 = 11;

/// `ir_version` from 3 to 20, then the fields of a model; the file may be cut short.
pub fn sniff(bytes: &[u8]) -> bool {
    let [8, 3..=20, rest @ ..] = bytes else { return false };
    let mut rest = rest;
    while let Some((tag, tail)) = varint(rest) {
        let skipped = match (tag >> 3, tag & 7) {
            (7, 2) => return true,
            (1..=25, 0) => varint(tail).map(|(_, tail)| tail),
            (1..=25, 2) => varint(tail).and_then(|(length, tail)| tail.get(usize::try_from(length).ok()?..)),
            _ => return false,
        };
        match skipped {
            Some(tail) => rest = tail,
            None => return true,
        }
    }
    // Nothing is left: cut short, if there was anything at all.
    bytes.len() > 2
}

pub fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (i, byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 127) << (7 * i);
        if byte & 128 == 0 {
            return Some((value, &bytes[i + 1..]));
        }
    }
    None
}

pub fn parse(bytes: &[u8]) -> Result<Model> {
    let model = Model::decode(bytes).map_err(|e| {
        let message = e.to_string();
        let code = if message.contains("underflow") { "truncated" } else { "malformed" };
        Error::file(code, message).hint("copy the file again")
    })?;
    match model.graph {
        Some(_) => Ok(model),
        None => Err(Error::file("truncated", "the model has no graph").at("field 7").hint("copy the file again")),
    }
}

impl Tensor {
    /// What it holds; None for types that no operator here reads.
    pub fn constant(&self) -> Result<Option<tensor::Tensor>> {
        if self.location != 0 {
            return Err(Error::unsupported("unsupported-feature", "a constant lies in another file")
                .hint("save the model with onnx.save(model, path, save_as_external_data=False)"));
        }
        let Some(element) = Element::of(self.kind) else { return Ok(None) };
        let numbers = |values: Vec<f64>| values.into_iter().map(Cell::Number).collect::<Vec<_>>();
        let cells = match element {
            Element::Text => self.texts.iter().map(|text| as_text(text)).collect::<Result<_>>()?,
            _ if self.raw.is_empty() => numbers(self.listed()),
            _ => numbers(self.packed()?),
        };
        let size = self.dims.iter().try_fold(1i64, |size, dim| size.checked_mul(*dim).filter(|_| *dim >= 0));
        match size.and_then(|size| usize::try_from(size).ok()) == Some(cells.len()) {
            true => {
                let dims = self.dims.iter().map(|dim| *dim as usize).collect();
                Ok(Some(tensor::Tensor { element, dims, rows: None, cells }))
            }
            false => Err(malformed(format!("{} cells for the shape {:?}", cells.len(), self.dims))),
        }
    }

    fn listed(&self) -> Vec<f64> {
        match self.kind {
            FLOAT => self.floats.iter().copied().map(f64::from).collect(),
            DOUBLE => self.doubles.clone(),
            INT64 => self.ints.iter().map(|i| *i as f64).collect(),
            _ => self.smalls.iter().copied().map(f64::from).collect(),
        }
    }

    fn packed(&self) -> Result<Vec<f64>> {
        Ok(match self.kind {
            FLOAT => words(&self.raw)?.into_iter().map(|w| f64::from(f32::from_le_bytes(w))).collect(),
            DOUBLE => words(&self.raw)?.into_iter().map(f64::from_le_bytes).collect(),
            INT64 => words(&self.raw)?.into_iter().map(|w| i64::from_le_bytes(w) as f64).collect(),
            INT32 => words(&self.raw)?.into_iter().map(|w| f64::from(i32::from_le_bytes(w))).collect(),
            UINT8 => self.raw.iter().map(|byte| f64::from(*byte)).collect(),
            _ => self.raw.iter().map(|byte| f64::from(u8::from(*byte != 0))).collect(),
        })
    }
}

fn as_text(bytes: &[u8]) -> Result<Cell> {
    let text = std::str::from_utf8(bytes).map_err(|_| malformed("a text is not UTF-8"))?;
    Ok(Cell::Text(text.into()))
}

fn words<const N: usize>(raw: &[u8]) -> Result<Vec<[u8; N]>> {
    let chunks = raw.chunks_exact(N);
    match chunks.remainder().is_empty() {
        true => Ok(chunks.map(|chunk| chunk.try_into().unwrap_or([0; N])).collect()),
        false => Err(malformed("the bytes of a constant are no whole numbers")),
    }
}
