//! CityHash64 as of its version 1.0 (Google, 2011): CatBoost's hash of a category.

const K0: u64 = 0xc3a5_c85c_97cb_3127;
const K1: u64 = 0xb492_b66f_be98_f273;
const K2: u64 = 0x9ae1_6a3b_2f90_404f;
const K3: u64 = 0xc949_d7c7_509e_6557;
const MULTIPLIER: u64 = 0x9ddf_ea08_eb38_2d69;

/// The low 32 bits of the hash, as CatBoost keeps them.
pub fn category(text: &str) -> i32 {
    city64(text.as_bytes()) as i32
}

fn city64(s: &[u8]) -> u64 {
    match s.len() {
        0..=16 => up_to_16(s),
        17..=32 => up_to_32(s),
        33..=64 => up_to_64(s),
        _ => longer(s),
    }
}

fn f8(s: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|i| s[at + i]))
}

fn f4(s: &[u8], at: usize) -> u64 {
    u64::from(u32::from_le_bytes(std::array::from_fn(|i| s[at + i])))
}

fn mix(v: u64) -> u64 {
    v ^ (v >> 47)
}

fn pair(u: u64, v: u64) -> u64 {
    let a = mix((u ^ v).wrapping_mul(MULTIPLIER));
    mix((v ^ a).wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER)
}

/// A sum that wraps.
fn sum<const N: usize>(terms: [u64; N]) -> u64 {
    terms.into_iter().fold(0, u64::wrapping_add)
}

fn up_to_16(s: &[u8]) -> u64 {
    let n = s.len();
    match n {
        0 => K2,
        1..=3 => {
            let y = u64::from(s[0]) + (u64::from(s[n / 2]) << 8);
            let z = n as u64 + (u64::from(s[n - 1]) << 2);
            mix(y.wrapping_mul(K2) ^ z.wrapping_mul(K3)).wrapping_mul(K2)
        }
        4..=8 => pair(n as u64 + (f4(s, 0) << 3), f4(s, n - 4)),
        _ => {
            let (a, b) = (f8(s, 0), f8(s, n - 8));
            pair(a, b.wrapping_add(n as u64).rotate_right(n as u32)) ^ b
        }
    }
}

fn up_to_32(s: &[u8]) -> u64 {
    let n = s.len();
    let (a, b) = (f8(s, 0).wrapping_mul(K1), f8(s, 8));
    let (c, d) = (f8(s, n - 8).wrapping_mul(K2), f8(s, n - 16).wrapping_mul(K0));
    let first = sum([a.wrapping_sub(b).rotate_right(43), c.rotate_right(30), d]);
    pair(first, sum([a, (b ^ K3).rotate_right(20), c.wrapping_neg(), n as u64]))
}

fn up_to_64(s: &[u8]) -> u64 {
    let n = s.len();
    let z = f8(s, 24);
    let a = f8(s, 0).wrapping_add((n as u64).wrapping_add(f8(s, n - 16)).wrapping_mul(K0));
    let (vf, vs) = half(a, z, f8(s, 8), f8(s, 16));
    let (a, z) = (f8(s, 16).wrapping_add(f8(s, n - 32)), f8(s, n - 8));
    let (wf, ws) = half(a, z, f8(s, n - 24), f8(s, n - 16));
    let r = mix(vf.wrapping_add(ws).wrapping_mul(K2).wrapping_add(wf.wrapping_add(vs).wrapping_mul(K0)));
    mix(r.wrapping_mul(K0).wrapping_add(vs)).wrapping_mul(K2)
}

fn half(mut a: u64, z: u64, second: u64, third: u64) -> (u64, u64) {
    let b = a.wrapping_add(z).rotate_right(52);
    let mut c = a.rotate_right(37);
    a = a.wrapping_add(second);
    c = c.wrapping_add(a.rotate_right(7));
    a = a.wrapping_add(third);
    (a.wrapping_add(z), sum([b, a.rotate_right(31), c]))
}

/// 32 bytes from `i`, hashed weakly.
fn weak(s: &[u8], i: usize, a: u64, b: u64) -> (u64, u64) {
    let (w, x, y, z) = (f8(s, i), f8(s, i + 8), f8(s, i + 16), f8(s, i + 24));
    let a = a.wrapping_add(w);
    let b = sum([b, a, z]).rotate_right(21);
    let last = sum([a, x, y]);
    (last.wrapping_add(z), sum([b, last.rotate_right(44), a]))
}

fn longer(s: &[u8]) -> u64 {
    let n = s.len();
    let (mut x, mut y, mut z) = (f8(s, 0), f8(s, n - 16) ^ K1, f8(s, n - 56) ^ K0);
    let mut v = weak(s, n - 64, n as u64, y);
    let mut w = weak(s, n - 32, (n as u64).wrapping_mul(K1), K0);
    z = z.wrapping_add(mix(v.1).wrapping_mul(K1));
    x = z.wrapping_add(x).rotate_right(39).wrapping_mul(K1);
    y = y.rotate_right(33).wrapping_mul(K1);
    for i in (0..(n - 1) & !63).step_by(64) {
        x = sum([x, y, v.0, f8(s, i + 16)]).rotate_right(37).wrapping_mul(K1) ^ w.1;
        y = sum([y, v.1, f8(s, i + 48)]).rotate_right(42).wrapping_mul(K1) ^ v.0;
        z = (z ^ w.0).rotate_right(33);
        v = weak(s, i, v.1.wrapping_mul(K1), x.wrapping_add(w.0));
        w = weak(s, i + 32, z.wrapping_add(w.1), y);
        std::mem::swap(&mut x, &mut z);
    }
    let first = sum([pair(v.0, w.0), mix(y).wrapping_mul(K1), z]);
    pair(first, pair(v.1, w.1).wrapping_add(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_catboosts_hashes() {
        for (text, hash) in [("male", 2_083_200_611u32), ("female", 3_449_837_338), ("Southampton", 3_169_528_265)] {
            assert_eq!(category(text) as u32, hash, "{text}");
        }
    }

    /// From `cat_features_hash` of CatBoost 1.2.10: the alphabet, repeated and cut.
    #[test]
    fn every_length_has_catboosts_hash() {
        let text = "abcdefghijklmnopqrstuvwxyz".repeat(8);
        for (length, hash) in [
            (0, 797_982_799u32),
            (1, 3_489_901_818),
            (3, 978_243_121),
            (4, 345_588_365),
            (8, 4_270_775_063),
            (9, 3_019_552_977),
            (16, 2_150_978_241),
            (17, 322_581_478),
            (32, 3_415_322_058),
            (33, 2_090_669_265),
            (64, 2_864_932_259),
            (65, 960_544_654),
            (128, 4_152_557_638),
            (129, 428_109_503),
            (200, 95_613_283),
        ] {
            assert_eq!(category(&text[..length]) as u32, hash, "{length}");
        }
    }
}
