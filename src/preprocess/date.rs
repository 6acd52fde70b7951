//! Date: a text that is a date, a time or both becomes a number.

use crate::error::Result;
use crate::slots::{Columns, Operation, SlotKind, SlotType, ensure};

/// Years that may be counted from: those that four digits write.
const YEARS: u32 = 10_000;
const DAY: i64 = 86_400;

/// How the texts are written, as ISO 8601 has it: nothing around them, no time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// `YYYY-MM-DD`.
    Date,
    /// `hh:mm`, `hh:mm:ss`, or that with up to nine decimals of a second; up to 23:59.
    Time,
    /// A date, `T` and a time.
    DateTime,
    /// `h:mm:ss` with one to four digits of hours, perhaps a minus in front.
    Duration,
}
crate::variants!(Format { 0 Date, 1 Time, 2 DateTime, 3 Duration });

impl Format {
    /// What such a text is called, and how it is written.
    pub fn words(self) -> &'static str {
        match self {
            Format::Date => "date YYYY-MM-DD",
            Format::Time => "time hh:mm:ss",
            Format::DateTime => "date-time YYYY-MM-DDThh:mm:ss",
            Format::Duration => "duration h:mm:ss",
        }
    }
}

/// What the number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Days since January 1 of a year.
    Days,
    /// Seconds since then, or of a time since midnight; fractions are dropped.
    Seconds,
    /// The same with fractions, rounded to a double, but never to a whole second: so
    /// whole seconds stay before or after it.
    Instant,
    /// Seconds since midnight; fractions are dropped.
    SecondOfDay,
    /// The year, 0 to 9999.
    Year,
    /// The month, 1 to 12.
    Month,
    /// The day of the month, 1 to 31.
    Day,
    /// The day of the year, 1 to 366.
    DayOfYear,
    /// The hour, 0 to 23.
    Hour,
    /// The minute, 0 to 59.
    Minute,
    /// The second, 0 to 59.
    Second,
}
crate::variants!(Part { 0 Days, 1 Seconds, 2 Instant, 3 SecondOfDay, 4 Year, 5 Month, 6 Day, 7 DayOfYear, 8 Hour, 9 Minute, 10 Second });

/// What becomes of a text that is not written so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Invalid {
    /// The row gets no answer.
    Refused,
    /// It counts as missing.
    Missing,
}
crate::variants!(Invalid { 0 Refused, 1 Missing });

/// The number of a text.
///
/// ```
/// use windowbox::preprocess::{Date, date::{Format, Invalid, Part}};
/// let days = Date { format: Format::Date, part: Part::Days, since: 1970, invalid: Invalid::Refused };
/// assert_eq!(days.number("2020-02-29"), Some(18321.0));
/// assert_eq!(days.number("2019-02-29"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Date {
    /// How the texts are written.
    pub format: Format,
    /// What the number is.
    pub part: Part,
    /// The year that days and seconds are counted from, 0 to 9999.
    pub since: u32,
    /// What becomes of other texts.
    pub invalid: Invalid,
}
crate::record!(Date { format, part, since, invalid });

/// A point in time as it is written.
#[derive(Default)]
struct Moment {
    year: i64,
    month: i64,
    day: i64,
    /// Since midnight; of a duration perhaps below 0.
    seconds: i64,
    /// A fraction of a second, in nanoseconds.
    nanos: i64,
}

impl Date {
    /// The number of a text; none where it is not written as it should be.
    pub fn number(&self, text: &str) -> Option<f64> {
        self.moment(text).map(|moment| self.part(&moment))
    }

    fn moment(&self, text: &str) -> Option<Moment> {
        let text = text.as_bytes();
        match self.format {
            Format::Date => date(text),
            Format::Time => time(text),
            Format::Duration => duration(text),
            Format::DateTime => {
                let (day, clock) = text.split_at_checked(10)?;
                let (t, clock) = clock.split_first()?;
                let (day, clock) = (date(day)?, time(clock)?);
                matches!(t, b'T' | b't').then_some(Moment { seconds: clock.seconds, nanos: clock.nanos, ..day })
            }
        }
    }

    fn part(&self, moment: &Moment) -> f64 {
        let Moment { year, month, day, seconds, nanos } = *moment;
        let dated = matches!(self.format, Format::Date | Format::DateTime);
        let days = if dated { days(year, month, day) - days(i64::from(self.since), 1, 1) } else { 0 };
        let total = days * DAY + seconds;
        let part = match self.part {
            Part::Days => days,
            // Toward 0, also before the start of the count.
            Part::Seconds => total + i64::from(nanos > 0 && total < 0),
            Part::Instant if nanos > 0 => return between(total as f64, nanos as f64 / 1e9),
            Part::Instant => total,
            Part::SecondOfDay => seconds,
            Part::Year => year,
            Part::Month => month,
            Part::Day => day,
            Part::DayOfYear => self::days(year, month, day) - self::days(year, 1, 0),
            Part::Hour => seconds / 3600,
            Part::Minute => seconds / 60 % 60,
            Part::Second => seconds % 60,
        };
        part as f64
    }
}

/// A whole number and a fraction, which stay between it and the next.
fn between(whole: f64, fraction: f64) -> f64 {
    // `clamp` would bring the printing of numbers with it: 10 KB for its panic.
    (whole + fraction).max(whole.next_up()).min((whole + 1.0).next_down())
}

/// Days since March 1 of the year 0, in the calendar of today.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // A year that begins in March has its leap day last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day - 1
}

/// The number that some digits write, at most 9 of them.
fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |all, c| c.is_ascii_digit().then(|| all * 10 + i64::from(c - b'0')))
}

fn date(text: &[u8]) -> Option<Moment> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else { return None };
    let (year, month, day) = (digits(&[y0, y1, y2, y3])?, digits(&[m0, m1])?, digits(&[d0, d1])?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let sound = (1..=12).contains(&month) && (1..=length).contains(&day);
    sound.then_some(Moment { year, month, day, ..Moment::default() })
}

fn time(text: &[u8]) -> Option<Moment> {
    let [h0, h1, b':', m0, m1, ref rest @ ..] = *text else { return None };
    let (seconds, fraction): (_, &[u8]) = match *rest {
        [] => (0, &[]),
        [b':', s0, s1] => (digits(&[s0, s1])?, &[]),
        [b':', s0, s1, b'.', ref fraction @ ..] if fraction.len() <= 9 => (digits(&[s0, s1])?, fraction),
        _ => return None,
    };
    let (hours, minutes) = (digits(&[h0, h1])?, digits(&[m0, m1])?);
    let nanos = fraction.len()..9;
    let nanos = nanos.fold(digits(fraction)?, |nanos, _| nanos * 10);
    let sound = hours < 24 && minutes < 60 && seconds < 60;
    sound.then_some(Moment { seconds: hours * 3600 + minutes * 60 + seconds, nanos, ..Moment::default() })
}

fn duration(text: &[u8]) -> Option<Moment> {
    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1, rest),
        _ => (1, text),
    };
    let (hours, rest) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let [b':', m0, m1, b':', s0, s1] = *rest else { return None };
    if !(1..=4).contains(&hours.len()) {
        return None;
    }
    let (hours, minutes, seconds) = (digits(hours)?, digits(&[m0, m1])?, digits(&[s0, s1])?);
    let sound = minutes < 60 && seconds < 60;
    sound.then_some(Moment { seconds: sign * (hours * 3600 + minutes * 60 + seconds), ..Moment::default() })
}

impl Operation for Date {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure(matches!(inputs, [one] if one.kind == SlotKind::Text), "a date is read from one text")?;
        ensure(self.since < YEARS, "a date is counted from a year of four digits")?;
        let (dated, timed) = match self.format {
            Format::Date => (true, false),
            Format::DateTime => (true, true),
            Format::Time | Format::Duration => (false, true),
        };
        let sound = match self.part {
            Part::Days | Part::Year | Part::Month | Part::Day | Part::DayOfYear => dated,
            Part::Seconds | Part::Instant => true,
            Part::SecondOfDay => timed,
            Part::Hour | Part::Minute | Part::Second => timed && self.format != Format::Duration,
        };
        ensure(sound, "this part is not in a text of this format")?;
        Ok(vec![SlotType { missing: inputs[0].missing, ..SlotType::NUMBER }])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (y, text) in out.iter_mut().zip(columns.text(0)) {
            *y = text.as_deref().and_then(|text| self.number(text)).unwrap_or(f64::NAN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(format: Format, part: Part, since: u32) -> Date {
        Date { format, part, since, invalid: Invalid::Refused }
    }

    /// What java.time answers, through JPMML's evaluator.
    #[test]
    fn days_and_seconds_are_counted_as_java_does() {
        let day = |since, text| step(Format::Date, Part::Days, since).number(text);
        assert_eq!(day(1970, "2020-02-29"), Some(18321.0));
        assert_eq!(day(1970, "1969-12-31"), Some(-1.0));
        assert_eq!(day(1970, "0001-01-01"), Some(-719_162.0));
        assert_eq!(day(1970, "0000-02-29"), Some(-719_469.0));
        assert_eq!(day(1960, "2020-02-29"), Some(21974.0));
        assert_eq!([day(0, "0000-01-01"), day(0, "9999-12-31")], [Some(0.0), Some(3_652_424.0)]);
        let second = |since, text| step(Format::DateTime, Part::Seconds, since).number(text);
        assert_eq!(second(1970, "2020-02-29T23:59"), Some(1_583_020_740.0));
        assert_eq!(second(1970, "2020-06-01t10:00:00."), Some(1_591_005_600.0));
        assert_eq!(second(1960, "1959-12-31T23:59:59.5"), Some(0.0));
        assert_eq!(second(1960, "1959-12-31T23:59:58.5"), Some(-1.0));
        assert_eq!(second(1960, "1960-01-01T00:00:01.5"), Some(1.0));
        assert_eq!(step(Format::DateTime, Part::Days, 1970).number("1969-12-31T12:00:00"), Some(-1.0));
        let clock = |text| step(Format::Duration, Part::Seconds, 0).number(text);
        assert_eq!([clock("-1:30:30"), clock("9999:59:59")], [Some(-5430.0), Some(35_999_999.0)]);
    }

    #[test]
    fn every_day_of_400_years_follows_the_one_before() {
        let days = step(Format::Date, Part::Days, 1900);
        let mut last = days.number("1899-12-31").unwrap();
        assert_eq!(last, -1.0);
        for year in 1900..2300 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(number) = days.number(&format!("{year}-{month:02}-{day:02}")) else { continue };
                    assert_eq!(number, last + 1.0, "{year}-{month}-{day}");
                    last = number;
                }
            }
        }
        assert_eq!(last, 146_096.0);
    }

    #[test]
    fn parts_of_a_date_and_of_a_time() {
        let part = |part| step(Format::DateTime, part, 1970).number("2020-03-01T13:04:05.75").unwrap();
        let parts = [Part::Year, Part::Month, Part::Day, Part::DayOfYear, Part::Hour, Part::Minute, Part::Second];
        assert_eq!(parts.map(part), [2020.0, 3.0, 1.0, 61.0, 13.0, 4.0, 5.0]);
        assert_eq!(part(Part::SecondOfDay), 47045.0);
        assert_eq!(step(Format::Date, Part::DayOfYear, 0).number("2019-01-31"), Some(31.0));
    }

    #[test]
    fn a_fraction_never_becomes_a_whole_second() {
        let instant = step(Format::DateTime, Part::Instant, 1970);
        let at = |text: &str| instant.number(text).unwrap();
        for (day, whole) in [("9999-12-31", 253_402_250_400.0), ("0000-01-01", -62_167_183_200.0)] {
            assert_eq!(at(&format!("{day}T10:00")), whole);
            assert!(at(&format!("{day}T10:00:00.000000001")) > whole);
            assert!(at(&format!("{day}T09:59:59.999999999")) < whole);
        }
        assert_eq!(step(Format::Time, Part::Instant, 1970).number("12:30:15.25"), Some(45015.25));
    }

    #[test]
    fn other_texts_are_no_dates() {
        let none = |format, texts: &[&str]| {
            let step = step(format, Part::Seconds, 1970);
            texts.iter().for_each(|text| assert_eq!(step.number(text), None, "{text}"));
        };
        let dates = ["2019-02-29", "1900-02-29", "2020-00-01", "2020-13-01", "2020-01-00", "2020-04-31", "2020-1-1"];
        none(Format::Date, &dates);
        let more =
            ["", " 2020-01-01", "2020-01-01 ", "20200101", "+2020-01-01", "-001-01-01", "12345-01-01", "2020-01-1é"];
        none(Format::Date, &more);
        none(Format::Date, &["2020-01-01T00:00:00", "2020-01-01Z", "２０２０-01-01", "abcd-ef-gh"]);
        none(
            Format::Time,
            &["", "24:00", "23:60", "23:59:60", "1:00:00", "10:00Z", "10:00:00,5", "10:00:0", "10", "10:00:"],
        );
        none(Format::Time, &["10:00:00.1234567891", "10:00:00.12x", "T10:00", "-1:00:00"]);
        none(
            Format::DateTime,
            &["2020-01-01", "2020-01-01 10:00", "2020-01-01T10:00Z", "2020-01-01T24:00", "2020-01-01T"],
        );
        none(Format::DateTime, &["2020-01-01T10:00:00+02:00", "2020-01-0éT10:00", "10:00:00"]);
        none(
            Format::Duration,
            &["10000:00:00", ":00:00", "1:60:00", "1:00:60", "+1:00:00", "--1:00:00", "1:00", "00:00"],
        );
    }

    #[test]
    fn no_text_breaks_it() {
        let signs = ["0", "9", "-", ":", "T", ".", "é", "\0", "+", "٣"];
        for format in [Format::Date, Format::Time, Format::DateTime, Format::Duration] {
            let step = step(format, Part::Seconds, 9999);
            let mut seed = 1u32;
            for length in (0..30).cycle().take(20_000) {
                let text: String = (0..length)
                    .map(|_| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        signs[(seed >> 24) as usize % signs.len()]
                    })
                    .collect();
                assert!(step.number(&text).is_none_or(f64::is_finite), "{text}");
            }
            for rest in ["", ":00:00", "-01-01", "T10:00"] {
                assert_eq!(step.number(&["9".repeat(1 << 20), rest.into()].concat()), None);
            }
        }
    }

    #[test]
    fn a_part_must_be_in_the_text() {
        let text = [SlotType { kind: SlotKind::Text, missing: true }];
        let sound = |format, part| step(format, part, 0).check(&text).is_ok();
        assert!(step(Format::Date, Part::Days, 9999).check(&text).unwrap()[0].missing);
        assert!(step(Format::Date, Part::Days, 10_000).check(&text).is_err());
        assert!(step(Format::Date, Part::Days, 0).check(&[SlotType::NUMBER]).is_err());
        assert!(sound(Format::Duration, Part::SecondOfDay) && !sound(Format::Duration, Part::Hour));
        assert!(sound(Format::DateTime, Part::Hour) && sound(Format::DateTime, Part::Month));
        assert!(!sound(Format::Date, Part::Hour) && !sound(Format::Time, Part::Days));
    }

    #[test]
    fn what_is_missing_stays_missing() {
        let mut out = [0.0; 3];
        let text = [vec![Some("2020-01-02".into()), None, Some("x".into())]];
        step(Format::Date, Part::Day, 0).apply(Columns::new(3, &[0], &[], &text), &mut out);
        assert_eq!(out[0], 2.0);
        assert!(out[1].is_nan() && out[2].is_nan());
    }
}
