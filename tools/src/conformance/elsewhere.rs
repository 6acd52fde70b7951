//! The same models and rows elsewhere: packed models and rows are written to a folder,
//! node and a browser answer them there, and their answers are compared with ours, bit by
//! bit, and with the library's.
//!
//! A folder for each model holds `model.wbx`, `ask.json` (what JavaScript is to predict) and
//! the answers: `native.json`, then `node.json` and `chromium.json`.

use super::bits::{Reply, differences};
use super::compare::{Answers, Case, Found};
use super::{json, rows};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::Path;
use windowbox::{Error, Predictor, Result, pack};

/// Who answers: the name of each one's file.
pub const WHO: [&str; 3] = ["native", "node", "chromium"];

/// More places than this nobody reads.
const PLACES: usize = 5;

/// Writes what one model is asked, and our own answers.
///
/// # Errors
/// `io`, and as [`Case::open`] and [`Case::ask`].
pub fn write(predictor: &Predictor, base: &Path, to: &Path) -> Result<()> {
    let case = Case::open(base)?;
    let ours = case.ask(predictor)?.map(|prediction| Reply::of(predictor, &prediction));
    fs::create_dir_all(to).map_err(|e| Error::io(e.to_string()).at(to.display().to_string()))?;
    let file =
        |name: &str, bytes: &[u8]| fs::write(to.join(name), bytes).map_err(|e| Error::io(e.to_string()).at(name));
    file("model.wbx", &pack(predictor)?)?;
    file("ask.json", question(predictor, &case)?.to_string().as_bytes())?;
    file("native.json", &serde_json::to_vec(&ours).unwrap_or_default())
}

/// Both tables of a case, for JavaScript.
fn question(predictor: &Predictor, case: &Case) -> Result<Value> {
    let tables = case.rows().into_iter().map(|list| {
        let table = rows::table(predictor, &list)?;
        Ok(rows::for_javascript(predictor, &table, &list))
    });
    tables.collect()
}

/// Compares what all three answered.
///
/// # Errors
/// `io` or `bad-json` for a file that is missing or damaged, `no-answer` where asking failed.
pub fn compare(predictor: &Predictor, base: &Path, from: &Path) -> Result<Found> {
    let case = Case::open(base)?;
    let rows = case.rows().map(|list| list.as_array().map_or(0, Vec::len));
    let replies: Vec<_> =
        WHO.iter().map(|who| replies_of(&from.join(who).with_extension("json"))).collect::<Result<_>>()?;
    let mut all = Found::default();
    for (who, reply) in WHO.iter().zip(&replies) {
        match answers(predictor, reply, rows) {
            Some(answers) => all.add(who, case.judge(predictor, &answers)),
            None => all.wrong.push(format!("{who}: another number of answers")),
        }
    }
    for (part, rows) in rows.into_iter().enumerate() {
        let parts: Vec<(&str, &Reply)> = WHO.iter().zip(&replies).map(|(who, reply)| (*who, &reply[part])).collect();
        all.wrong.extend(differences(&parts, rows).into_iter().take(PLACES));
    }
    Ok(all)
}

impl Found {
    fn add(&mut self, who: &str, found: Found) {
        self.rows = found.rows;
        self.largest = self.largest.max(found.largest);
        self.wrong.extend(found.wrong.into_iter().map(|wrong| format!("{who}: {wrong}")));
    }
}

/// Answers to both of a case's tables, or what went wrong where they were asked.
#[derive(Deserialize)]
#[serde(untagged)]
enum Told {
    Replies([Reply; 2]),
    Error { error: String },
}

fn replies_of(file: &Path) -> Result<[Reply; 2]> {
    let place = || file.display().to_string();
    match serde_json::from_value(json(file)?) {
        Ok(Told::Replies(replies)) => Ok(replies),
        Ok(Told::Error { error }) => Err(Error::file("no-answer", error).at(place())),
        Err(e) => Err(Error::file("bad-json", e.to_string()).at(place())),
    }
}

fn answers(predictor: &Predictor, [rows, refused]: &[Reply; 2], counts: [usize; 2]) -> Option<Answers> {
    Some([rows.prediction(predictor, counts[0])?, refused.prediction(predictor, counts[1])?])
}
