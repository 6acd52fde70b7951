//! JSON as XGBoost writes it: `NaN` and `Infinity` stand bare in files of some
//! versions, which parsers of strict JSON refuse.

use super::cursor::Cursor;
use super::value::{Number, Value};
use std::borrow::Cow;
use windowbox::Result;

pub fn parse(bytes: &[u8]) -> Result<Value<'_>> {
    let mut parser = Parser { cursor: Cursor::new(bytes) };
    let value = parser.value()?;
    parser.blank();
    // Strings of C end in 0, and some saved models end like them.
    parser.cursor.run(|byte| byte == 0);
    match parser.cursor.rest().is_empty() {
        true => Ok(value),
        false => Err(parser.cursor.malformed("the document goes on behind its end")),
    }
}

/// Whether the document is an object with this key: a scan, for recognising files.
pub fn has_key(bytes: &[u8], key: &[u8]) -> bool {
    let mut cursor = Cursor::new(bytes);
    cursor.run(|byte| byte.is_ascii_whitespace());
    let mut depth = 0usize;
    while let Ok(byte) = cursor.byte() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let rest = cursor.rest();
                skip_text(&mut cursor);
                if depth == 1 && rest.strip_prefix(key).is_some_and(|r| r.starts_with(b"\"")) && is_key(&mut cursor) {
                    return true;
                }
            }
            _ if depth == 0 => return false,
            _ => {}
        }
    }
    false
}

fn skip_text(cursor: &mut Cursor<'_>) {
    while let Ok(byte) = cursor.byte() {
        match byte {
            b'"' => return,
            b'\\' => drop(cursor.byte()),
            _ => {}
        }
    }
}

fn is_key(cursor: &mut Cursor<'_>) -> bool {
    cursor.run(|byte| byte.is_ascii_whitespace());
    cursor.peek().is_ok_and(|byte| byte == b':')
}

struct Parser<'a> {
    cursor: Cursor<'a>,
}

impl<'a> Parser<'a> {
    fn blank(&mut self) {
        self.cursor.run(|byte| byte.is_ascii_whitespace());
    }

    /// The next byte that is not blank.
    fn next(&mut self) -> Result<u8> {
        self.blank();
        self.cursor.peek()
    }

    fn value(&mut self) -> Result<Value<'a>> {
        self.cursor.make(1)?;
        match self.next()? {
            b'{' => self.object(),
            b'[' => self.list(),
            b'"' => self.text().map(Value::Text),
            _ => self.word(),
        }
    }

    fn object(&mut self) -> Result<Value<'a>> {
        let mut fields = Vec::new();
        self.sequence(b'}', |parser| {
            let key = parser.key()?;
            fields.push((key, parser.value()?));
            Ok(())
        })?;
        Ok(Value::Object(fields))
    }

    fn key(&mut self) -> Result<Cow<'a, str>> {
        if self.next()? != b'"' {
            return Err(self.cursor.malformed("a key is not a text"));
        }
        let key = self.text()?;
        match self.next()? {
            b':' => self.cursor.byte().map(|_| key),
            _ => Err(self.cursor.malformed("a key has no value")),
        }
    }

    fn list(&mut self) -> Result<Value<'a>> {
        let mut list = Value::Numbers(Vec::new());
        self.sequence(b']', |parser| {
            list.push(parser.value()?);
            Ok(())
        })?;
        Ok(list)
    }

    /// Items with commas between them, from the opening bracket to the closing one.
    fn sequence(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        self.cursor.enter()?;
        self.cursor.byte()?;
        let mut more = self.next()? != close;
        while more {
            item(self)?;
            more = self.next()? == b',';
            if more {
                self.cursor.byte()?;
            }
        }
        self.cursor.leave();
        match self.cursor.byte()? == close {
            true => Ok(()),
            false => Err(self.cursor.malformed("neither a comma nor the closing bracket")),
        }
    }

    fn word(&mut self) -> Result<Value<'a>> {
        let word = self.cursor.run(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        match word {
            b"null" => Ok(Value::Null),
            b"true" => Ok(Value::Bool(true)),
            b"false" => Ok(Value::Bool(false)),
            // A word that the end of the file cuts short.
            _ if self.cursor.rest().is_empty() => Err(self.cursor.truncated()),
            _ => {
                let number = Number::parse(self.cursor.text(word)?);
                number.map(Value::Number).ok_or_else(|| self.cursor.malformed("neither a number nor another value"))
            }
        }
    }

    /// A text, from its opening quote; borrowed where nothing in it is escaped.
    fn text(&mut self) -> Result<Cow<'a, str>> {
        self.cursor.byte()?;
        let plain = self.plain()?;
        if self.cursor.byte()? == b'"' {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            text.push(self.escape()?);
            text.push_str(self.plain()?);
            if self.cursor.byte()? == b'"' {
                return Ok(Cow::Owned(text));
            }
        }
    }

    fn plain(&mut self) -> Result<&'a str> {
        let bytes = self.cursor.run(|byte| byte != b'"' && byte != b'\\');
        self.cursor.peek()?;
        self.cursor.text(bytes)
    }

    /// What stands behind a backslash.
    fn escape(&mut self) -> Result<char> {
        match self.cursor.byte()? {
            b'n' => Ok('\n'),
            b't' => Ok('\t'),
            b'r' => Ok('\r'),
            b'b' => Ok('\u{8}'),
            b'f' => Ok('\u{c}'),
            b'u' => self.unicode(),
            byte @ (b'"' | b'\\' | b'/') => Ok(byte.into()),
            _ => Err(self.cursor.malformed("an unknown escape in a text")),
        }
    }

    /// `\u` and four digits; beyond the first 65536 characters two of them.
    fn unicode(&mut self) -> Result<char> {
        let mut code = self.digits()?;
        if (0xd800..0xdc00).contains(&code) && self.cursor.rest().starts_with(b"\\u") {
            self.cursor.take(2)?;
            code = 0x10000 + ((code - 0xd800) << 10) + (self.digits()?.wrapping_sub(0xdc00) & 0x3ff);
        }
        char::from_u32(code).ok_or_else(|| self.cursor.malformed("an escape is no character"))
    }

    fn digits(&mut self) -> Result<u32> {
        let digits = self.cursor.take(4)?;
        let code = std::str::from_utf8(digits).ok().and_then(|text| u32::from_str_radix(text, 16).ok());
        code.ok_or_else(|| self.cursor.malformed("an escape has other than four digits"))
    }
}
