//! Small values have bincode's encoding, with integers of fixed width: bincode itself
//! writes the same bytes, and each reads what the other wrote.
#![cfg(not(target_arch = "wasm32"))]

use bincode::config::{Configuration, Fixint, LittleEndian, standard};
use proptest::prelude::*;
use windowbox::codec::{Value, decode_all, encode};

/// A number of every width that is written.
#[derive(Debug, Clone, PartialEq, bincode::Encode, bincode::Decode)]
struct Numbers {
    tiny: u8,
    short: u16,
    usual: u32,
    long: u64,
    double: f64,
    truth: bool,
}
windowbox::record!(Numbers { tiny, short, usual, long, double, truth });

/// Its tags are the positions, as bincode numbers them.
#[derive(Debug, Clone, PartialEq, bincode::Encode, bincode::Decode)]
enum Shape {
    Nothing,
    Named { name: String, numbers: Numbers },
    List(Vec<Option<u32>>),
    Group(Vec<Record>),
}
windowbox::variants!(Shape { 0 Nothing, 1 Named { name, numbers }, 2 List(items), 3 Group(records) });

#[derive(Debug, Clone, PartialEq, bincode::Encode, bincode::Decode)]
struct Record {
    shape: Shape,
    pair: (u64, String),
    triples: Vec<(f64, bool, u16)>,
    eight: (u8, u8, u8, u8, u8, u8, u8, u8),
    maybe: Option<Option<Vec<String>>>,
    numbers: Option<Numbers>,
}
windowbox::record!(Record { shape, pair, triples, eight, maybe, numbers });

fn numbers() -> impl Strategy<Value = Numbers> {
    // Not NaN, which equals nothing: its bits are looked at below.
    let double = prop_oneof![any::<f64>().prop_filter("a number", |x| !x.is_nan()), Just(-0.0), Just(f64::INFINITY)];
    (any::<(u8, u16, u32, u64, bool)>(), double).prop_map(|((tiny, short, usual, long, truth), double)| Numbers {
        tiny,
        short,
        usual,
        long,
        double,
        truth,
    })
}

fn record_of(shape: impl Strategy<Value = Shape>) -> impl Strategy<Value = Record> {
    let triple = (numbers(), any::<u16>()).prop_map(|(n, short)| (n.double, n.truth, short));
    let maybe = prop::option::of(prop::option::of(prop::collection::vec(any::<String>(), 0..3)));
    let triples = prop::collection::vec(triple, 0..4);
    (shape, any::<(u64, String)>(), triples, any::<[u8; 8]>(), maybe, prop::option::of(numbers())).prop_map(
        |(shape, pair, triples, [a, b, c, d, e, f, g, h], maybe, numbers)| {
            let eight = (a, b, c, d, e, f, g, h);
            Record { shape, pair, triples, eight, maybe, numbers }
        },
    )
}

fn record() -> impl Strategy<Value = Record> {
    let leaf = prop_oneof![
        Just(Shape::Nothing),
        (any::<String>(), numbers()).prop_map(|(name, numbers)| Shape::Named { name, numbers }),
        prop::collection::vec(any::<Option<u32>>(), 0..5).prop_map(Shape::List),
    ];
    let shape =
        leaf.prop_recursive(3, 16, 3, |inner| prop::collection::vec(record_of(inner), 0..3).prop_map(Shape::Group));
    record_of(shape)
}

fn fixed() -> Configuration<LittleEndian, Fixint> {
    standard().with_fixed_int_encoding()
}

fn ours<T: Value>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(value, &mut bytes);
    bytes
}

proptest! {
    #[test]
    fn the_bytes_are_those_of_bincode(record in record()) {
        let theirs = bincode::encode_to_vec(&record, fixed()).unwrap();
        prop_assert_eq!(&ours(&record), &theirs);
        prop_assert_eq!(&decode_all::<Record>(&theirs).unwrap(), &record);
        let (read, length): (Record, usize) = bincode::decode_from_slice(&ours(&record), fixed()).unwrap();
        prop_assert_eq!((read, length), (record, theirs.len()));
    }

    #[test]
    fn every_bit_of_a_number_is_kept(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        let theirs = bincode::encode_to_vec(number, fixed()).unwrap();
        prop_assert_eq!(&ours(&number), &theirs);
        prop_assert_eq!(decode_all::<f64>(&theirs).unwrap().to_bits(), bits);
    }

    /// What one of them refuses, so does the other; bincode does not mind bytes behind a value.
    #[test]
    fn the_same_bytes_are_no_value(record in record(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = ours(&record);
        *at.get_mut(&mut bytes) = byte;
        let theirs = bincode::decode_from_slice::<Record, _>(&bytes, fixed().with_limit::<{ 1 << 20 }>());
        let whole = theirs.is_ok_and(|(_, length)| length == bytes.len());
        prop_assert_eq!(decode_all::<Record>(&bytes).is_ok(), whole);
    }
}
