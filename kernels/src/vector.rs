//! 128 bits: `v128` in wasm, two words natively. The same source, the same bits.

#[cfg(target_arch = "wasm32")]
mod bits {
    use core::arch::wasm32::{
        f32x4_demote_f64x2_zero, i64x2_shuffle, u64x2, u64x2_shl, u64x2_shr, v128, v128_and, v128_or, v128_xor,
    };

    /// 128 bits.
    #[derive(Debug, Clone, Copy)]
    #[repr(transparent)]
    pub struct V(v128);

    impl V {
        pub const ZERO: V = V(u64x2(0, 0));
        pub const ONES: V = V(u64x2(u64::MAX, u64::MAX));

        #[inline(always)]
        pub fn new(words: [u64; 2]) -> V {
            V(u64x2(words[0], words[1]))
        }
        #[inline(always)]
        pub fn and(self, other: V) -> V {
            V(v128_and(self.0, other.0))
        }
        #[inline(always)]
        pub fn or(self, other: V) -> V {
            V(v128_or(self.0, other.0))
        }
        #[inline(always)]
        pub fn xor(self, other: V) -> V {
            V(v128_xor(self.0, other.0))
        }
        /// Shifts each word towards its highest bit.
        #[inline(always)]
        pub fn up(self, n: u32) -> V {
            V(u64x2_shl(self.0, n))
        }
        /// Shifts each word towards its lowest bit.
        #[inline(always)]
        pub fn down(self, n: u32) -> V {
            V(u64x2_shr(self.0, n))
        }
        /// Two doubles and two more, rounded to singles.
        #[inline(always)]
        pub fn singles(self, more: V) -> V {
            V(i64x2_shuffle::<0, 2>(f32x4_demote_f64x2_zero(self.0), f32x4_demote_f64x2_zero(more.0)))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod bits {
    /// 128 bits.
    #[derive(Debug, Clone, Copy)]
    #[repr(C, align(16))]
    pub struct V([u64; 2]);

    impl V {
        pub const ZERO: V = V([0; 2]);
        pub const ONES: V = V([u64::MAX; 2]);

        #[inline(always)]
        pub fn new(words: [u64; 2]) -> V {
            V(words)
        }
        #[cfg(test)]
        pub fn words(self) -> [u64; 2] {
            self.0
        }
        #[inline(always)]
        pub fn and(self, other: V) -> V {
            V([self.0[0] & other.0[0], self.0[1] & other.0[1]])
        }
        #[inline(always)]
        pub fn or(self, other: V) -> V {
            V([self.0[0] | other.0[0], self.0[1] | other.0[1]])
        }
        #[inline(always)]
        pub fn xor(self, other: V) -> V {
            V([self.0[0] ^ other.0[0], self.0[1] ^ other.0[1]])
        }
        /// Shifts each word towards its highest bit.
        #[inline(always)]
        pub fn up(self, n: u32) -> V {
            V([self.0[0] << n, self.0[1] << n])
        }
        /// Shifts each word towards its lowest bit.
        #[inline(always)]
        pub fn down(self, n: u32) -> V {
            V([self.0[0] >> n, self.0[1] >> n])
        }
        /// Two doubles and two more, rounded to singles.
        #[inline(always)]
        pub fn singles(self, more: V) -> V {
            let single = |bits: u64| u64::from((f64::from_bits(bits) as f32).to_bits());
            V([self, more].map(|v| single(v.0[0]) | single(v.0[1]) << 32))
        }
    }
}

pub use bits::V;

/// Transposes eight vectors as sixteen 8x8 bit matrices, one a byte: bit `k` of byte `i`
/// of vector `g` becomes bit `g` of byte `i` of vector `k`. Its own inverse.
#[inline(always)]
pub fn transpose(v: &mut [V; 8]) {
    exchange::<1>(v, 0x5555_5555_5555_5555);
    exchange::<2>(v, 0x3333_3333_3333_3333);
    exchange::<4>(v, 0x0f0f_0f0f_0f0f_0f0f);
}

/// Exchanges the high bits of each vector with the low bits of the one `N` behind it.
#[inline(always)]
fn exchange<const N: usize>(v: &mut [V; 8], low: u64) {
    let low = V::new([low; 2]);
    for i in (0..8).filter(|i| i & N == 0) {
        let moved = v[i].down(N as u32).xor(v[i + N]).and(low);
        v[i + N] = v[i + N].xor(moved);
        v[i] = v[i].xor(moved.up(N as u32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_moves_every_bit_to_its_place() {
        for (g, k, i) in [(0, 0, 0), (3, 5, 2), (7, 1, 15), (1, 7, 8)] {
            let mut v = [V::ZERO; 8];
            let mut words = [0u64; 2];
            words[i / 8] = 1 << (i % 8 * 8 + k);
            v[g] = V::new(words);
            transpose(&mut v);
            let mut wanted = [0u64; 2];
            wanted[i / 8] = 1 << (i % 8 * 8 + g);
            for (at, v) in v.iter().enumerate() {
                assert_eq!(v.words(), if at == k { wanted } else { [0; 2] }, "{g} {k} {i}: vector {at}");
            }
        }
    }

    #[test]
    fn doubles_are_rounded_to_singles_in_their_order() {
        let two = |a: f64, b: f64| V::new([a.to_bits(), b.to_bits()]);
        let words = two(0.1, -1e300).singles(two(2.0, -0.0)).words();
        let singles = [0.1f32, f32::NEG_INFINITY, 2.0, -0.0].map(|x| u64::from(x.to_bits()));
        assert_eq!(words, [singles[0] | singles[1] << 32, singles[2] | singles[3] << 32]);
    }
}
