//! Arrays of numbers as text: the bytes of a typed array in base64, behind a letter that
//! says of which numbers; of those that hold every bit the narrowest. Read by
//! pkg/twin/numbers.js.

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine};

/// Whole numbers.
pub fn counts(values: &[u32]) -> String {
    match values.iter().max().copied().unwrap_or(0) {
        0..=0xff => text('B', values.iter().map(|x| [*x as u8])),
        0x100..=0xffff => text('H', values.iter().map(|x| (*x as u16).to_le_bytes())),
        _ => text('I', values.iter().map(|x| x.to_le_bytes())),
    }
}

/// Any numbers.
pub fn numbers(values: &[f64]) -> String {
    let single = |x: &f64| x.is_nan() || f64::from(*x as f32).to_bits() == x.to_bits();
    let byte = |x: &f64| f64::from(*x as u8).to_bits() == x.to_bits();
    match () {
        _ if values.iter().all(byte) => text('B', values.iter().map(|x| [*x as u8])),
        _ if values.iter().all(single) => text('f', values.iter().map(|x| (*x as f32).to_le_bytes())),
        _ => text('d', values.iter().map(|x| x.to_le_bytes())),
    }
}

fn text<const N: usize>(letter: char, bytes: impl Iterator<Item = [u8; N]>) -> String {
    let bytes: Vec<u8> = bytes.flatten().collect();
    format!("{letter}{}", BASE64_STANDARD_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_that_holds_every_bit_is_taken() {
        assert_eq!(numbers(&[0.0, 255.0]), "BAP8");
        assert_eq!(numbers(&[-0.0]), "fAAAAgA");
        assert_eq!(numbers(&[0.5, f64::NAN, f64::INFINITY]), "fAAAAPwAAwH8AAIB/");
        assert_eq!(numbers(&[0.1]), "dmpmZmZmZuT8");
        assert_eq!(numbers(&[256.0]), "fAACAQw");
        assert_eq!([counts(&[]), counts(&[7]), counts(&[256]), counts(&[65536])], ["B", "BBw", "HAAE", "IAAABAA"]);
    }
}
