//! Attaching a model to a runtime: a custom section behind the last one. Engines skip
//! it, the JavaScript cuts it off before it compiles, and no compiler is needed.

use windowbox::{Error, Result};

/// The name of the section; the JavaScript looks for the same.
pub const SECTION: &str = "windowbox.model";

const HEAD: &[u8] = b"\0asm\x01\0\0\0";

/// The wasm with the model attached.
///
/// # Errors
/// `bad-runtime` for what is no wasm, or has a model already.
pub fn attach(wasm: &[u8], model: &[u8]) -> Result<Vec<u8>> {
    if find(wasm)?.is_some() {
        return Err(bad("the runtime has a model already"));
    }
    let mut content = Vec::with_capacity(model.len() + 32);
    put_number(SECTION.len(), &mut content);
    content.extend_from_slice(SECTION.as_bytes());
    content.extend_from_slice(model);
    let mut out = wasm.to_vec();
    out.push(0);
    put_number(content.len(), &mut out);
    out.extend_from_slice(&content);
    Ok(out)
}

/// The model of a wasm, if one is attached.
///
/// # Errors
/// `bad-runtime` for what is no wasm.
pub fn find(wasm: &[u8]) -> Result<Option<&[u8]>> {
    let mut rest = wasm.strip_prefix(HEAD).ok_or_else(|| bad("the runtime is no wasm file"))?;
    while let Some((id, after)) = rest.split_first() {
        let short = || bad("the runtime's wasm ends too early");
        let (size, after) = take_number(after).ok_or_else(short)?;
        let (section, next) = after.split_at_checked(size).ok_or_else(short)?;
        let named = take_number(section).and_then(|(length, name)| name.split_at_checked(length));
        match named {
            Some((name, model)) if *id == 0 && name == SECTION.as_bytes() => return Ok(Some(model)),
            _ => rest = next,
        }
    }
    Ok(None)
}

fn bad(message: &'static str) -> Error {
    Error::file("bad-runtime", message).hint("build it again: cargo xtask wasm")
}

/// Unsigned LEB128.
fn put_number(mut n: usize, out: &mut Vec<u8>) {
    while n > 0x7f {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// At most five bytes, as wasm's `u32`.
fn take_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let length = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)? + 1;
    let number = bytes[..length].iter().rev().fold(0, |n, byte| n << 7 | (*byte & 0x7f) as usize);
    Some((number, &bytes[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_attached_is_found_at_any_length() {
        for length in [0, 1, 100, 127, 128, 16_384, 3_000_000] {
            let model: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let wasm = attach(HEAD, &model).unwrap();
            assert_eq!(find(&wasm).unwrap(), Some(&model[..]));
            assert_eq!(attach(&wasm, &model).unwrap_err().code, "bad-runtime");
        }
    }

    #[test]
    fn the_bytes_are_those_of_the_specification() {
        let wasm = attach(HEAD, &[7; 300]).unwrap();
        assert_eq!(wasm[8..12], [0, 0xbc, 0x02, 15]);
        assert_eq!(wasm[12..27], *b"windowbox.model");
    }

    #[test]
    fn what_is_no_wasm_is_refused() {
        assert_eq!(find(HEAD).unwrap(), None);
        for bytes in
            [&b""[..], b"\0asm\x02\0\0\0", b"\0asm\x01\0\0\0\x01\x7f\0", b"\0asm\x01\0\0\0\x01\xff\xff\xff\xff\xff\x01"]
        {
            assert_eq!(find(bytes).unwrap_err().code, "bad-runtime");
        }
    }
}
