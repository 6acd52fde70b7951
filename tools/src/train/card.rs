//! The card of a trained model.

use super::dataset::Dataset;
use super::request::Request;
use super::study::Study;
use crate::digest::sha256;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, Unit, Zoned, ZonedRound};
use windowbox::{Card, Error, Result};

/// The version of smartcore that this was built with; a test compares it with the lock file.
pub const SMARTCORE: &str = "0.7.0";

/// Writes the card.
///
/// # Errors
/// `bad-epoch` for a SOURCE_DATE_EPOCH that is no number.
pub fn card(table: &[u8], request: &Request, dataset: &Dataset, study: &Study) -> Result<Card> {
    let about = request.about.clone();
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let made_with = [("windowbox", env!("CARGO_PKG_VERSION")), ("smartcore", SMARTCORE)];
    Ok(Card {
        name: about.name,
        version: about.version,
        model: study.chosen.title.to_owned(),
        target: dataset.target.0.clone(),
        description: about.description,
        author: about.author,
        place: about.place,
        intended_use: about.intended_use,
        license: about.license,
        created: created(epoch.as_deref())?,
        // With an epoch the bytes must not depend on where they are made.
        locale: epoch.map_or_else(|| sys_locale::get_locale().unwrap_or_default(), |_| String::new()),
        seed: Some(request.seed),
        options: request.written.clone(),
        made_with: made_with.map(|(name, version)| (name.to_owned(), version.to_owned())).to_vec(),
        data_sha256: sha256(table),
        data_rows: dataset.rows() as u64,
        estimate: study.estimate.clone(),
        metrics: study.metrics.clone(),
        confusion: None,
        compared: study.compared.clone(),
        chosen: study.why.clone(),
        notes: dataset.notes.clone(),
    })
}

/// Now, in this machine's time zone; or the given second, in UTC, for builds that
/// must not depend on when and where they run.
fn created(epoch: Option<&str>) -> Result<String> {
    let bad = |message: String| Error::caller("bad-epoch", message).at("SOURCE_DATE_EPOCH");
    let now = match epoch {
        None => Zoned::now(),
        Some(text) => {
            let second = text.trim().parse().map_err(|_| bad(format!("{text:?} is not a number of seconds")))?;
            Timestamp::from_second(second).map_err(|e| bad(e.to_string()))?.to_zoned(TimeZone::UTC)
        }
    };
    let second = now.round(ZonedRound::new().smallest(Unit::Second).mode(RoundMode::Trunc));
    second.map(|zoned| zoned.to_string()).map_err(|e| bad(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_is_honoured_and_now_has_a_zone() {
        assert_eq!(created(Some("1795302060")).unwrap(), "2026-11-21T23:01:00+00:00[UTC]");
        assert_eq!(created(Some("soon")).unwrap_err().code, "bad-epoch");
        let now = created(None).unwrap();
        assert!(now.ends_with(']') && !now.contains('.') && now.parse::<Zoned>().is_ok(), "{now}");
    }

    #[test]
    fn smartcores_version_is_the_locked_one() {
        let lock = include_str!("../../../Cargo.lock");
        assert!(lock.contains(&format!("name = \"smartcore\"\nversion = \"{SMARTCORE}\"")));
    }
}
