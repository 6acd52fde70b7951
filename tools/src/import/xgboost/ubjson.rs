//! UBJSON as XGBoost writes it: big endian, keys without a tag, arrays often typed.

use super::cursor::Cursor;
use super::value::{Number, Value};
use std::borrow::Cow;
use windowbox::Result;

pub fn parse(bytes: &[u8]) -> Result<Value<'_>> {
    let mut parser = Parser { cursor: Cursor::new(bytes) };
    let tag = parser.tag()?;
    let value = parser.value(tag)?;
    parser.cursor.run(|byte| byte == b'N' || byte.is_ascii_whitespace());
    match parser.cursor.rest().is_empty() {
        true => Ok(value),
        false => Err(parser.cursor.malformed("the document goes on behind its end")),
    }
}

/// The bytes of a number with this tag.
fn width(tag: u8) -> Option<usize> {
    match tag {
        b'i' | b'U' => Some(1),
        b'I' | b'u' => Some(2),
        b'l' | b'm' | b'd' => Some(4),
        b'L' | b'M' | b'D' => Some(8),
        _ => None,
    }
}

/// How a list or an object begins: the type of all items, and their number.
struct Head {
    tag: Option<u8>,
    count: Option<usize>,
}

struct Parser<'a> {
    cursor: Cursor<'a>,
}

impl<'a> Parser<'a> {
    /// The next tag; `N` means nothing.
    fn tag(&mut self) -> Result<u8> {
        self.cursor.run(|byte| byte == b'N');
        self.cursor.byte()
    }

    fn value(&mut self, tag: u8) -> Result<Value<'a>> {
        self.cursor.make(1)?;
        if let Some(width) = width(tag) {
            return self.number(tag, width).map(Value::Number);
        }
        match tag {
            b'Z' => Ok(Value::Null),
            b'T' => Ok(Value::Bool(true)),
            b'F' => Ok(Value::Bool(false)),
            b'S' => self.text().map(|text| Value::Text(Cow::Borrowed(text))),
            b'C' => self.cursor.byte().map(|byte| Value::Text(Cow::Owned(char::from(byte).to_string()))),
            b'[' => self.list(),
            b'{' => self.object(),
            _ => Err(self.cursor.malformed("an unknown tag")),
        }
    }

    fn number(&mut self, tag: u8, width: usize) -> Result<Number> {
        let mut wide = [0; 8];
        wide[8 - width..].copy_from_slice(self.cursor.take(width)?);
        let bits = u64::from_be_bytes(wide);
        Ok(match tag {
            b'i' => Number::Int((bits as i8).into()),
            b'I' => Number::Int((bits as i16).into()),
            b'l' => Number::Int((bits as i32).into()),
            b'd' => Number::of_single(f32::from_bits(bits as u32)),
            b'D' => Number::of_double(f64::from_bits(bits)),
            b'M' if bits > i64::MAX as u64 => Number::of_double(bits as f64),
            _ => Number::Int(bits as i64),
        })
    }

    /// A length or count, which announces no more than the bytes that are left can hold.
    fn length(&mut self, size: usize) -> Result<usize> {
        let tag = self.tag()?;
        let number = match width(tag) {
            Some(width) => self.number(tag, width)?,
            None => return Err(self.cursor.malformed("a length is not a number")),
        };
        let length = number.whole().and_then(|length| usize::try_from(length).ok());
        let length = length.ok_or_else(|| self.cursor.malformed("a length is below 0"))?;
        match length.checked_mul(size).is_some_and(|bytes| bytes <= self.cursor.rest().len()) {
            true => Ok(length),
            false => Err(self.cursor.truncated()),
        }
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.length(1)?;
        let bytes = self.cursor.take(length)?;
        self.cursor.text(bytes)
    }

    /// Behind the opening bracket: `$` and a type, `#` and a count, or nothing.
    fn head(&mut self) -> Result<Head> {
        let tag = match self.cursor.peek()? {
            b'$' => self.cursor.byte().and_then(|_| self.cursor.byte()).map(Some)?,
            _ => None,
        };
        if self.cursor.peek()? != b'#' {
            return if tag.is_none() { Ok(Head { tag, count: None }) } else { Err(self.uncounted()) };
        }
        self.cursor.byte()?;
        // Of the types without bytes of their own a file of ten bytes could announce millions.
        if matches!(tag, Some(b'T' | b'F' | b'Z' | b'N')) {
            return Err(self.cursor.malformed("a list has a type without bytes"));
        }
        let count = self.length(tag.and_then(width).unwrap_or(1))?;
        Ok(Head { tag, count: Some(count) })
    }

    fn uncounted(&self) -> windowbox::Error {
        self.cursor.malformed("a list has a type and no count")
    }

    fn list(&mut self) -> Result<Value<'a>> {
        let head = self.head()?;
        if let (Some((tag, width)), Some(count)) = (head.tag.and_then(|tag| Some((tag, width(tag)?))), head.count) {
            self.cursor.make(count)?;
            return (0..count).map(|_| self.number(tag, width)).collect::<Result<_>>().map(Value::Numbers);
        }
        let mut list = Value::Numbers(Vec::new());
        self.sequence(&head, b']', |parser| {
            let tag = head.tag.map_or_else(|| parser.tag(), Ok)?;
            list.push(parser.value(tag)?);
            Ok(())
        })?;
        Ok(list)
    }

    fn object(&mut self) -> Result<Value<'a>> {
        let head = self.head()?;
        let mut fields = Vec::new();
        self.sequence(&head, b'}', |parser| {
            let key = Cow::Borrowed(parser.text()?);
            let tag = head.tag.map_or_else(|| parser.tag(), Ok)?;
            fields.push((key, parser.value(tag)?));
            Ok(())
        })?;
        Ok(Value::Object(fields))
    }

    /// As many items as announced, else up to the closing bracket.
    fn sequence(&mut self, head: &Head, close: u8, mut item: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        self.cursor.enter()?;
        match head.count {
            Some(count) => (0..count).try_for_each(|_| item(self))?,
            None => {
                while !self.closes(close)? {
                    item(self)?;
                }
            }
        }
        self.cursor.leave();
        Ok(())
    }

    fn closes(&mut self, close: u8) -> Result<bool> {
        self.cursor.run(|byte| byte == b'N');
        let closes = self.cursor.peek()? == close;
        if closes {
            self.cursor.byte()?;
        }
        Ok(closes)
    }
}
