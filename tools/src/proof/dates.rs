//! Texts of a column that is read as dates: every text has a number in their order, so
//! that edges can be looked for between two of them.

use super::edges::{self, Landmarks};
use super::lanes::Lanes;
use super::values::Values;
use windowbox::Pipeline;
use windowbox::pipeline::ProofValues;
use windowbox::preprocess::Date;
use windowbox::preprocess::date::{Format, Invalid};

const DAY: i64 = 86_400;
/// Days from 0000-01-01 to 9999-12-31.
const DAYS: i64 = 3_652_425;
/// The days of 2020, whose parts come in every order that they can.
const YEAR: (i64, i64) = (737_790, 738_155);
/// Seconds of the longest duration.
const LONGEST: i64 = 35_999_999;
/// Where a model asks for none.
const USUAL: [i64; 5] = [715_875, 730_485, 737_849, 738_500, 739_417];
/// Ordinary dates between edges.
const ORDINARY: usize = 7;

/// How the texts of a column are read as dates, if they are.
pub fn format(pipeline: &Pipeline, column: usize) -> Option<&Date> {
    pipeline.dates().find(|(c, _)| *c == column).map(|(_, date)| date)
}

/// Real dates: next to edges, between them, the first and the last; and one that is none.
pub fn values(date: &Date, lanes: &Lanes<'_>, marks: &Landmarks<'_>, c: usize) -> Values {
    let write = |at: i64| written(date.format, at);
    let mut asked = Vec::new();
    for range in ranges(date.format) {
        asked.extend(edges::of_texts(lanes, marks, c, range, write));
    }
    asked.sort_unstable();
    asked.dedup();
    let plain = ordinary(date.format, &asked);
    let (first, last) = ranges(date.format)[0];
    let texts = [&asked[..], &plain, &[first, last]].concat();
    let mut texts: Vec<Option<String>> = texts.into_iter().map(|at| Some(write(at))).collect();
    texts.push(Some("2019-02-29T25:00".to_owned()));
    let (from, to, end) = (asked.len() as u32, (asked.len() + plain.len()) as u32, texts.len() as u32);
    let (mut odd, mut refused): (Vec<u32>, Vec<u32>) = ((to..end - 1).collect(), Vec::new());
    if date.invalid == Invalid::Missing { &mut odd } else { &mut refused }.push(end - 1);
    Values { values: ProofValues::Text(texts), plain: (from..to).collect(), odd, refused, complete: false }
}

/// All texts, and spans in which the parts of a date turn back at most once.
fn ranges(format: Format) -> Vec<(i64, i64)> {
    let (first, last) = YEAR;
    match format {
        Format::Date => vec![(0, DAYS - 1), (first, last), (first, first + 30)],
        Format::Time => vec![(0, DAY - 1), (0, 3599), (0, 59)],
        Format::Duration => vec![(-LONGEST, LONGEST)],
        Format::DateTime => {
            let start = first * DAY;
            let spans = [last * DAY - start, 31 * DAY, DAY, 3600, 60];
            [(0, DAYS * DAY - 1)].into_iter().chain(spans.map(|span| (start, start + span - 1))).collect()
        }
    }
}

fn ordinary(format: Format, asked: &[i64]) -> Vec<i64> {
    let usual = USUAL.map(|day| match format {
        Format::Date => day,
        Format::DateTime => day * DAY + day % 1000 * 86,
        Format::Time | Format::Duration => day % 1000 * 86,
    });
    let step = asked.len().div_ceil(ORDINARY).max(1);
    let middles = asked.windows(2).step_by(step).map(|pair| (pair[0] + pair[1]) / 2);
    let mut ordinary: Vec<i64> = middles.chain(usual).collect();
    ordinary.sort_unstable();
    ordinary.dedup();
    ordinary
}

/// The text with this number: days or seconds since the year 0, or seconds.
fn written(format: Format, at: i64) -> String {
    match format {
        Format::Date => date(at),
        Format::Time => time(at),
        Format::DateTime => format!("{}T{}", date(at.div_euclid(DAY)), time(at.rem_euclid(DAY))),
        Format::Duration => format!("{}{}", if at < 0 { "-" } else { "" }, time(at.abs())),
    }
}

fn time(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The date so many days after 0000-01-01.
fn date(days: i64) -> String {
    // Counted from March, a year has its leap day last: 0000-03-01 is the day 60.
    let days = days - 60;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::preprocess::date::Part;

    #[test]
    fn a_text_reads_back_as_its_number() {
        let back = |format, part, at| {
            let text = written(format, at);
            Date { format, part, since: 0, invalid: Invalid::Refused }.number(&text).unwrap_or_else(|| panic!("{text}"))
        };
        for day in (0..DAYS).step_by(97).chain([59, 60, DAYS - 1, YEAR.0, YEAR.1]) {
            assert_eq!(back(Format::Date, Part::Days, day), day as f64);
            assert_eq!(back(Format::DateTime, Part::Seconds, day * DAY + 5), (day * DAY + 5) as f64);
        }
        assert_eq!(back(Format::Duration, Part::Seconds, -LONGEST), -LONGEST as f64);
        assert_eq!(back(Format::Time, Part::Seconds, 86_399), 86_399.0);
        assert_eq!([written(Format::Date, YEAR.0), written(Format::Date, YEAR.1)], ["2020-01-01", "2020-12-31"]);
    }
}
