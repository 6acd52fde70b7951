//! The file `.wbx`: a container of sections.
//!
//! ```text
//! "windowbx"                                   8 bytes
//! version                                      u16
//! number of sections                           u16
//! zero                                         u32
//! for each section, kinds ascending:
//!   kind u16, flags u16 (1: may be skipped), offset u32, length u32, zero u32
//! the sections, each at a multiple of 8, zeros between
//! ```
//!
//! Everything is little-endian, nothing refers outside of the file, every byte is
//! accounted for, and nothing that is read is trusted: [`unpack`] decodes and checks.
//! The identity of a file is the SHA-256 of its bytes, which the command and the
//! browser's own crypto compute; it is not stored inside.

use crate::codec::{Reader, Value, Writer, align, decode_all, encode};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::pipeline::{Node, Op, Pipeline, Predictor};
use crate::preprocess::Step;

/// The version of the format. From 1 on every version stays readable, which committed files
/// hold.
pub const VERSION: u16 = 1;

/// The first bytes of every file.
pub const MAGIC: [u8; 8] = *b"windowbx";

/// A file larger than this is refused before anything is read: no page loads it.
pub const FILE_LIMIT: usize = 1 << 30;

/// More sections than this no version will have.
const SECTION_LIMIT: usize = 64;

/// The kinds of sections. A number is never used again.
mod kind {
    pub const PIPELINE: u16 = 1;
    pub const ARRAYS: u16 = 2;
    pub const CARD: u16 = 3;
    pub const STATISTICS: u16 = 4;
    pub const PROOF: u16 = 5;
    /// What only explanations ask for.
    pub const COVERS: u16 = 6;
    /// The license of the card, which came later: versions that do not know it pass it over.
    pub const LICENSE: u16 = 7;
}

const SKIPPABLE: u16 = 1;
const HEAD: usize = 16;
const ENTRY: usize = 16;

struct Section<'a> {
    kind: u16,
    bytes: &'a [u8],
}

/// Writes a predictor as the bytes of a `.wbx` file. Equal predictors give equal bytes.
///
/// # Errors
/// `limit` for a pipeline whose file nobody could read.
pub fn pack(predictor: &Predictor) -> Result<Vec<u8>> {
    let pipeline = predictor.pipeline();
    let (plain, arrays) = write_pipeline(pipeline);
    let mut sections = vec![(kind::PIPELINE, 0, plain), (kind::ARRAYS, 0, arrays)];
    sections.push((kind::CARD, 0, encoded(&pipeline.card)));
    sections.push((kind::STATISTICS, 0, encoded(&pipeline.statistics)));
    if let Some(proof) = &pipeline.proof {
        sections.push((kind::PROOF, 0, encoded(proof)));
    }
    sections.extend(write_covers(pipeline).map(|bytes| (kind::COVERS, 0, bytes)));
    let license = Some(&pipeline.card.license).filter(|license| !license.is_empty());
    sections.extend(license.map(|license| (kind::LICENSE, SKIPPABLE, encoded(license))));
    sections.extend(pipeline.extra.iter().map(|(kind, bytes)| (*kind, SKIPPABLE, bytes.clone())));
    let small = sections
        .iter()
        .filter(|s| !matches!(s.0, kind::ARRAYS | kind::COVERS))
        .all(|s| s.2.len() <= crate::codec::SMALL_LIMIT);
    let bytes = assemble(&sections);
    match small && bytes.len() <= FILE_LIMIT {
        true => Ok(bytes),
        false => Err(Error::limit("the model is larger than a file may be")),
    }
}

/// Reads a `.wbx` file and checks everything in it.
///
/// # Errors
/// Fault `File` with the place, `limit`, or `Unsupported` for what this version or
/// this variant of the runtime does not know. Never panics.
pub fn unpack(bytes: &[u8]) -> Result<Predictor> {
    let sections = disassemble(bytes)?;
    let mut pipeline = read(&sections)?;
    let mut covers = covers_of(&sections, &pipeline)?.into_iter();
    for (model, cover) in pipeline.models_mut().filter_map(Model::covers_mut).zip(&mut covers) {
        *model = cover;
    }
    pipeline.check()
}

/// The covers that [`open`] left in a file, of each model that can have them; nothing where there
/// are none. They are read, not checked.
///
/// # Errors
/// As [`unpack`].
pub fn covers(bytes: &[u8], pipeline: &Pipeline) -> Result<Vec<Vec<f64>>> {
    covers_of(&disassemble(bytes)?, pipeline)
}

fn covers_of(sections: &[Section<'_>], pipeline: &Pipeline) -> Result<Vec<Vec<f64>>> {
    match find(sections, kind::COVERS) {
        Some(section) => read_covers(section, pipeline).map_err(|e| in_section(e, kind::COVERS)),
        None => Ok(Vec::new()),
    }
}

/// As [`unpack`], but for what no prediction asks for: the covers of trees stay unread, and
/// take neither time nor memory.
///
/// # Errors
/// As [`unpack`].
pub fn open(bytes: &[u8]) -> Result<Predictor> {
    read(&disassemble(bytes)?)?.check()
}

fn find<'a>(sections: &[Section<'a>], kind: u16) -> Option<&'a [u8]> {
    sections.iter().find(|s| s.kind == kind).map(|s| s.bytes)
}

fn read(sections: &[Section<'_>]) -> Result<Pipeline> {
    let need = |kind| {
        find(sections, kind).ok_or_else(|| in_section(Error::file("missing-section", "a section is not there"), kind))
    };
    let mut pipeline =
        read_pipeline(need(kind::PIPELINE)?, need(kind::ARRAYS)?).map_err(|e| in_section(e, kind::PIPELINE))?;
    pipeline.card = decoded(need(kind::CARD)?, kind::CARD)?;
    pipeline.card.license = find(sections, kind::LICENSE).map(license).transpose()?.unwrap_or_default();
    pipeline.statistics = decoded(need(kind::STATISTICS)?, kind::STATISTICS)?;
    pipeline.proof = find(sections, kind::PROOF).map(|bytes| decoded(bytes, kind::PROOF)).transpose()?;
    let unknown = sections.iter().filter(|s| s.kind > kind::LICENSE);
    pipeline.extra = unknown.map(|s| (s.kind, s.bytes.to_vec())).collect();
    Ok(pipeline)
}

/// The sections of a file, by kind and length, for people who look at it.
///
/// # Errors
/// As [`unpack`], for the container alone.
pub fn sections(bytes: &[u8]) -> Result<Vec<(u16, usize)>> {
    Ok(disassemble(bytes)?.iter().map(|section| (section.kind, section.bytes.len())).collect())
}

fn in_section(error: Error, kind: u16) -> Error {
    error.at_number("section", usize::from(kind))
}

fn encoded<T: Value>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(value, &mut bytes);
    bytes
}

fn decoded<T: Value>(bytes: &[u8], kind: u16) -> Result<T> {
    decode_all(bytes).map_err(|e| in_section(e, kind))
}

/// None is written as no section.
fn license(bytes: &[u8]) -> Result<String> {
    let license: String = decoded(bytes, kind::LICENSE)?;
    match license.is_empty() {
        false => Ok(license),
        true => Err(in_section(Error::file("malformed", "an empty license is not written"), kind::LICENSE)),
    }
}

fn write_pipeline(pipeline: &Pipeline) -> (Vec<u8>, Vec<u8>) {
    let mut writer = Writer::default();
    writer.put(&pipeline.schema);
    writer.put(&pipeline.output);
    writer.put(&(pipeline.nodes.len() as u32));
    for node in &pipeline.nodes {
        let (is_model, tag) = match &node.op {
            Op::Step(step) => (false, step.tag()),
            Op::Model(model) => (true, model.tag()),
        };
        writer.put(&(is_model, tag));
        writer.put(&node.reads);
        writer.put(&node.writes);
        match &node.op {
            Op::Step(step) => step.write(&mut writer),
            Op::Model(model) => model.write(&mut writer),
        }
    }
    writer.finish()
}

fn read_pipeline(plain: &[u8], arrays: &[u8]) -> Result<Pipeline> {
    let mut reader = Reader::new(plain, arrays)?;
    let (schema, output) = (reader.get(), reader.get());
    let count: u32 = reader.get();
    // Not reserved: the number may lie, the bytes behind it cannot.
    let mut nodes = Vec::new();
    for i in 0..count {
        nodes.push(read_node(&mut reader).map_err(|e| e.at_number("node", i as usize))?);
    }
    reader.finish()?;
    Ok(Pipeline::new(schema, nodes, output))
}

/// The covers of each model that has them, if any does.
fn write_covers(pipeline: &Pipeline) -> Option<Vec<u8>> {
    let covers: Vec<_> = pipeline.models().filter_map(Model::covers).collect();
    let mut writer = Writer::default();
    covers.iter().for_each(|cover| writer.array(cover));
    covers.iter().any(|cover| !cover.is_empty()).then(|| writer.finish().1)
}

fn read_covers(section: &[u8], pipeline: &Pipeline) -> Result<Vec<Vec<f64>>> {
    let mut reader = Reader::new(&[], section)?;
    let covers: Vec<Vec<f64>> = pipeline.models().filter_map(Model::covers).map(|_| reader.array()).collect();
    reader.ensure(covers.iter().any(|cover| !cover.is_empty()));
    reader.finish()?;
    Ok(covers)
}

fn read_node(reader: &mut Reader<'_>) -> Result<Node> {
    let (is_model, tag): (bool, u16) = reader.get();
    let (reads, writes) = (reader.get(), reader.get());
    reader.sound()?;
    let op = match is_model {
        true => Op::Model(Model::read(tag, reader)?),
        false => Op::Step(Step::read(tag, reader)?),
    };
    reader.sound()?;
    Ok(Node { op, reads, writes })
}

fn assemble(sections: &[(u16, u16, Vec<u8>)]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&(sections.len() as u16).to_le_bytes());
    out.extend_from_slice(&[0; 4]);
    let mut offset = HEAD + ENTRY * sections.len();
    for (kind, flags, bytes) in sections {
        out.extend_from_slice(&kind.to_le_bytes());
        out.extend_from_slice(&flags.to_le_bytes());
        out.extend_from_slice(&(offset as u32).to_le_bytes());
        out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        out.extend_from_slice(&[0; 4]);
        offset = align(offset + bytes.len());
    }
    for (_, _, bytes) in sections {
        out.extend_from_slice(bytes);
        out.resize(align(out.len()), 0);
    }
    out
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn disassemble(bytes: &[u8]) -> Result<Vec<Section<'_>>> {
    let count = check_head(bytes)?;
    let end = HEAD + ENTRY * count;
    if bytes.len() < end {
        return Err(Error::file("truncated", "the table of sections ends too early"));
    }
    let (mut sections, mut offset): (Vec<Section<'_>>, usize) = (Vec::with_capacity(count), end);
    for entry in bytes[HEAD..end].chunks_exact(ENTRY) {
        let section = read_entry(bytes, entry, offset).map_err(|e| in_section(e, u16_at(entry, 0)))?;
        if sections.last().is_some_and(|last| last.kind >= section.kind) {
            return Err(in_section(Error::file("bad-section", "sections are not in order"), section.kind));
        }
        offset = align(offset + section.bytes.len());
        sections.push(section);
    }
    match offset == bytes.len() {
        true => Ok(sections),
        false => Err(Error::file("trailing-bytes", "the file is longer than its sections")),
    }
}

fn check_head(bytes: &[u8]) -> Result<usize> {
    if bytes.len() > FILE_LIMIT {
        return Err(Error::limit("the file is larger than 1 GiB"));
    }
    if !bytes.starts_with(&MAGIC) {
        return Err(Error::file("bad-magic", "this is not a windowbox file")
            .hint("give a .wbx file, as `windowbox train` writes it"));
    }
    if bytes.len() < HEAD {
        return Err(Error::file("truncated", "the file ends in its head"));
    }
    let (version, count) = (u16_at(bytes, 8), u16_at(bytes, 10) as usize);
    if version != VERSION {
        let message = format!("the file has format version {version}, this windowbox reads version {VERSION}");
        return Err(
            Error::unsupported("bad-version", message).hint("make the file again, or use the windowbox that made it")
        );
    }
    if count > SECTION_LIMIT || u32_at(bytes, 12) != 0 {
        return Err(Error::file("bad-section", "the head of the file is damaged"));
    }
    Ok(count)
}

/// A section must lie where the one before it ends, so that no byte is left over.
fn read_entry<'a>(bytes: &'a [u8], entry: &[u8], offset: usize) -> Result<Section<'a>> {
    let (kind, flags) = (u16_at(entry, 0), u16_at(entry, 2));
    let (start, length) = (u32_at(entry, 4) as usize, u32_at(entry, 8) as usize);
    if start != offset || u32_at(entry, 12) != 0 {
        return Err(Error::file("bad-section", "a section does not lie where it should"));
    }
    let padded = bytes.get(start..).and_then(|rest| rest.get(..align(length)));
    let (content, padding) =
        padded.ok_or_else(|| Error::file("truncated", "a section ends too early"))?.split_at(length);
    if padding.iter().any(|byte| *byte != 0) {
        return Err(Error::file("malformed", "padding is not zero"));
    }
    check_flags(kind, flags)?;
    Ok(Section { kind, bytes: content })
}

fn check_flags(kind: u16, flags: u16) -> Result<()> {
    match (kind, flags) {
        (kind::PIPELINE..=kind::COVERS, 0) => Ok(()),
        (kind, SKIPPABLE) if kind >= kind::LICENSE => Ok(()),
        (kind, 0) if kind > kind::LICENSE => {
            Err(Error::unsupported("unknown-section", "a section that this version does not know")
                .hint("use the version of windowbox that wrote the file, or a newer one"))
        }
        _ => Err(Error::file("bad-section", "a section has a kind or flags that do not exist")),
    }
}
