//! Warnings and errors for people, on standard error: the first ones in full, the
//! others counted, so that a bad column of a million rows stays readable.

use super::remark::Remark;
use crate::cli::terminal::tame;
use std::collections::BTreeMap;

/// Remarks that are shown in full.
const SHOWN: u64 = 20;

/// Shows remarks and counts them.
#[derive(Default)]
pub struct Report {
    shown: u64,
    hidden: BTreeMap<&'static str, u64>,
}

impl Report {
    /// Takes a remark.
    pub fn take(&mut self, remark: &Remark, only_row: bool) {
        if self.shown == SHOWN {
            *self.hidden.entry(remark.code).or_default() += 1;
            return;
        }
        self.shown += 1;
        eprintln!("{}", line(remark, only_row));
    }

    /// Says how many were not shown, and how many rows failed.
    pub fn end(&self, rows: u64, failed: u64) {
        if !self.hidden.is_empty() {
            let counts: Vec<String> = self.hidden.iter().map(|(code, n)| format!("{n} more {code}")).collect();
            eprintln!("and {}; --output json lists all", counts.join(", "));
        }
        if failed > 0 && rows > 1 {
            eprintln!("error: {failed} of {rows} rows got no answer");
        }
    }
}

/// The message names the column already.
fn line(remark: &Remark, only_row: bool) -> String {
    let sort = if remark.fatal { "error" } else { "warning" };
    let line = remark.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let at = if only_row { String::new() } else { format!(" at row {}{line}", remark.row) };
    let hint = if remark.hint.is_empty() { String::new() } else { format!("; {}", remark.hint) };
    tame(&format!("{sort}: {}{at}: {}{hint}", remark.code, remark.message))
}
