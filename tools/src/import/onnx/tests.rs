//! Small files, made by hand.

use super::proto;

#[test]
fn a_model_is_told_by_its_fields_even_cut_short() {
    assert!(proto::sniff(&[8, 10, 0x3a, 0]));
    assert!(proto::sniff(&[8, 10, 0x12, 9, b's']));
    assert!(!proto::sniff(&[8, 10]));
    assert!(!proto::sniff(b"tree\nversion=v4"));
    assert_eq!(proto::parse(&[8, 10, 0x3a, 5, 1]).err().map(|e| e.code), Some("truncated"));
    assert_eq!(proto::parse(&[8, 10]).err().map(|e| e.code), Some("truncated"));
    assert_eq!(proto::parse(&[8, 10, 0x3a, 2, 0x0b, 1]).err().map(|e| e.code), Some("malformed"));
}
