//! Reads rows of text as a wish and their cells say: answers, typed columns, a table.

use super::dataset::{Answers, Goal, Wish, show};
use super::infer::{Almost, Cells, Looks, has_decimal_comma};
use super::schema_file::{ColumnEntry, GivenKind, labels, require_column};
use super::words::{count, some};
use crate::rows::Rows;
use windowbox::data::cell::{self, Cell};
use windowbox::data::{Column, Kind, Schema, Table};
use windowbox::slots::{Precision, UNSEEN};
use windowbox::{Error, Result};

/// More classes than any form offers; a text that has more is no class.
const CLASS_LIMIT: usize = 1000;

/// A larger number is refused: its square must still be finite in a sum over all
/// rows, else variances and errors are not.
const NUMBER_LIMIT: f64 = 1e150;

/// Reads the rows that have an answer.
pub struct Reader<'a> {
    /// The table.
    pub rows: &'a Rows,
    /// The rows that have an answer.
    pub used: &'a [usize],
}

impl<'a> Reader<'a> {
    fn cells(&self, column: usize) -> Cells<'a> {
        Cells::new(self.used.iter().map(|&r| self.rows.records[r].fields[column].as_str()).collect())
    }

    fn line(&self, row: usize) -> u64 {
        self.rows.records[self.used[row]].line
    }

    fn place(&self, row: usize, column: usize) -> String {
        format!("line {}, column {}", self.line(row), self.rows.header[column])
    }

    /// What the model shall answer.
    ///
    /// # Errors
    /// `bad-target`, `bad-cell`.
    pub fn answers(&self, target: usize, wish: &Wish, notes: &mut Vec<String>) -> Result<Answers> {
        let cells = self.cells(target);
        let strays = match wish.schema.target.classes {
            Some(_) => None,
            None => self.strays(target, &cells)?,
        };
        let goal = match wish.goal {
            Some(goal) => goal,
            None => guess_goal(&cells, wish, notes),
        };
        match goal {
            Goal::Regression => {
                refuse_words(&cells, wish)?;
                self.numbers(target).map(Answers::Numbers)
            }
            Goal::Classification => {
                notes.extend(strays.as_ref().map(|strays| format!("{} is text: {strays}", wish.target)));
                self.classes(target, &cells, wish, strays)
            }
        }
    }

    /// What keeps a column from being one of numbers, if most of its cells are.
    ///
    /// # Errors
    /// `decimal-comma`: no reader of windowbox takes one, so no row could be asked.
    fn strays(&self, column: usize, cells: &Cells<'_>) -> Result<Option<String>> {
        Ok(match cells.almost_numbers() {
            None => None,
            Some(Almost::Commas { first }) => {
                return Err(decimal_comma(cells.all[first]).at(self.place(first, column)));
            }
            Some(Almost::Strays { count, first }) => Some(format!(
                "{count} of {} {} no number, first {:?} on line {}; mend what should be one, \
                 or say the column's kind in a schema file",
                cells.present(),
                if count == 1 { "cells is" } else { "cells are" },
                cells.all[first],
                self.line(first),
            )),
        })
    }

    fn numbers(&self, column: usize) -> Result<Vec<f64>> {
        let kind = Column::numeric(&self.rows.header[column]);
        let number = |row: usize| match self.read(row, column, &kind)? {
            Cell::Number(x) if x.is_finite() => Ok(x),
            _ => Err(bad_cell("regression needs a number").at(self.place(row, column))),
        };
        (0..self.used.len()).map(number).collect()
    }

    fn classes(&self, column: usize, cells: &Cells<'_>, wish: &Wish, strays: Option<String>) -> Result<Answers> {
        let labels = match &wish.schema.target.classes {
            Some(classes) => labels(classes).map_err(|e| e.at("classes of the target"))?,
            None => cells.labels(),
        };
        check_classes(labels.len(), cells, wish, strays)?;
        labels.check()?;
        let code = |(row, text): (usize, &&str)| {
            labels.code(text).ok_or_else(|| bad_cell(format!("{text:?} is no class")).at(self.place(row, column)))
        };
        let codes: Vec<usize> = cells.all.iter().enumerate().map(code).collect::<Result<_>>()?;
        match (0..labels.len()).find(|class| !codes.contains(class)).and_then(|class| labels.get(class)) {
            None => Ok(Answers::Classes { labels, codes }),
            Some(class) => Err(Error::caller("bad-target", format!("no row has the class {}", show(class)))
                .at("classes of the target")
                .hint("list only classes that the table has")),
        }
    }

    /// The columns that the model may read, with their places in the table.
    ///
    /// # Errors
    /// `no-features`, and what is wrong with a column.
    pub fn columns(&self, target: usize, wish: &Wish, notes: &mut Vec<String>) -> Result<Vec<(usize, Column)>> {
        let mut columns = Vec::new();
        for position in self.candidates(target, wish)? {
            let name = &self.rows.header[position];
            if name.is_empty() {
                notes.push(format!("column {} is left out: it has no name", position + 1));
                continue;
            }
            let entry = wish.schema.column(name);
            if entry.is_some_and(|entry| entry.kind == Some(GivenKind::Ignore)) {
                notes.push(format!("{name} is left out: the schema file ignores it"));
                continue;
            }
            let cells = self.cells(position);
            let asked = wish.features.is_some() || entry.is_some_and(|entry| entry.kind.is_some());
            let strays = self.undeclared_strays(position, &cells, entry)?;
            match cells.useless(name).filter(|_| !asked || cells.present() == 0) {
                Some(why) => notes.push(format!("{name} is left out: it {why}{}", after("; ", strays))),
                None => {
                    notes.extend(strays.map(|strays| format!("{name} is text: {strays}")));
                    columns.push((position, self.column(position, &cells, entry)?));
                }
            }
        }
        match columns.is_empty() {
            false => Ok(columns),
            true => Err(Error::caller("no-features", format!("no column is left to learn from: {}", some(notes)))
                .hint("name columns with --features, or give their kind in a schema file")),
        }
    }

    /// [`strays`](Self::strays) of a column whose kind nobody has said.
    fn undeclared_strays(
        &self,
        column: usize,
        cells: &Cells<'_>,
        entry: Option<&ColumnEntry>,
    ) -> Result<Option<String>> {
        match entry.is_some_and(|entry| entry.kind.is_some() || entry.levels.is_some()) {
            true => Ok(None),
            false => self.strays(column, cells),
        }
    }

    /// The columns that may be read: those named, or all but the target.
    fn candidates(&self, target: usize, wish: &Wish) -> Result<Vec<usize>> {
        let Some(features) = &wish.features else {
            return Ok((0..self.rows.header.len()).filter(|i| *i != target).collect());
        };
        let mut positions = Vec::new();
        for name in features {
            let position = require_column(name, &self.rows.header).map_err(|e| e.at("--features"))?;
            if position == target || positions.contains(&position) {
                let message = format!("{name} is the target, or is named twice");
                return Err(Error::caller("bad-features", message).at("--features"));
            }
            positions.push(position);
        }
        Ok(positions)
    }

    fn column(&self, position: usize, cells: &Cells<'_>, entry: Option<&ColumnEntry>) -> Result<Column> {
        let given = entry.cloned().unwrap_or_default();
        let name = &self.rows.header[position];
        let place = |e: Error| e.at(format!("column {name}"));
        let kind = kind_of(cells, &given).map_err(place)?;
        let missing = given.missing.unwrap_or(cells.missing > 0);
        if !missing && cells.missing > 0 {
            let message = format!("{} missing, and the schema file says that none is", count(cells.missing, "cell"));
            return Err(place(Error::caller("missing-not-allowed", message)));
        }
        let name = name.clone();
        Ok(Column { name, label: given.label, unit: given.unit, description: given.description, kind, missing })
    }

    /// The cells of these columns.
    ///
    /// # Errors
    /// `bad-cell`.
    pub fn table(&self, columns: &[(usize, Column)]) -> Result<Table> {
        let mut table = Table::new(&Schema { columns: columns.iter().map(|(_, column)| column.clone()).collect() });
        for row in 0..self.used.len() {
            let cells = columns.iter().map(|(position, column)| self.read(row, *position, column));
            table.push(cells.collect::<Result<Vec<Cell>>>()?);
        }
        Ok(table)
    }

    /// Reads a cell as prediction does; what training would not understand is refused.
    fn read(&self, row: usize, position: usize, column: &Column) -> Result<Cell> {
        let text = &self.rows.records[self.used[row]].fields[position];
        match cell::parse(column, text) {
            Ok(Cell::Number(x)) if is_numeric(column) && x.abs() > NUMBER_LIMIT => Err(too_large(text)),
            Ok(Cell::Number(x)) if x == UNSEEN && matches!(column.kind, Kind::Categorical { .. }) => {
                Err(bad_cell(format!("{text:?} is not among the levels of the schema file")))
            }
            Ok(cell) => Ok(cell),
            Err(_) if is_numeric(column) && has_decimal_comma(text) => Err(decimal_comma(text)),
            Err(_) if is_numeric(column) => Err(bad_cell(format!("{text:?} is no number"))),
            Err(trouble) => Err(bad_cell(format!("{text:?}: {}", trouble.code()))),
        }
        .map_err(|e| e.at(self.place(row, position)))
    }
}

fn is_numeric(column: &Column) -> bool {
    matches!(column.kind, Kind::Numeric { .. })
}

fn bad_cell(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::caller("bad-cell", message)
        .hint("mend the cell (an empty one is missing), or say the column's kind in a schema file")
}

fn too_large(text: &str) -> Error {
    Error::caller("bad-cell", format!("{text:?} is too large to compute with: numbers are at most 1e150"))
        .hint("leave the cell empty if it stands for a missing one, or choose a larger unit")
}

fn decimal_comma(text: &str) -> Error {
    let point = text.trim().replacen(',', ".", 1);
    Error::caller("decimal-comma", format!("{text:?} has a comma, and numbers are read with a decimal point"))
        .hint(format!("write it as {point}, and all cells like it; or give the column's kind in a schema file"))
}

/// A text with something in front of it, or nothing.
fn after(sign: &str, text: Option<String>) -> String {
    text.map(|text| format!("{sign}{text}")).unwrap_or_default()
}

/// Regression of a column of words is refused before its first cell is.
fn refuse_words(cells: &Cells<'_>, wish: &Wish) -> Result<()> {
    if matches!(cells.looks(), Looks::Numbers { .. }) || cells.almost_numbers().is_some() {
        return Ok(());
    }
    Err(Error::caller("bad-target", format!("{} holds words, and regression learns numbers", wish.target))
        .at("--task")
        .hint("--task classification learns words"))
}

/// Classes are 2 at least, and each is to be met more than once.
fn check_classes(classes: usize, cells: &Cells<'_>, wish: &Wish, strays: Option<String>) -> Result<()> {
    if (2..=CLASS_LIMIT).contains(&classes) && classes * 2 <= cells.all.len() {
        return Ok(());
    }
    let rows = count(cells.all.len(), "row");
    let values = count(classes, "different value");
    let rule = format!("classes are 2 to {CLASS_LIMIT}, on at least twice as many rows");
    let numbers = matches!(cells.looks(), Looks::Numbers { .. }) && classes > 1;
    let hint = match (strays, numbers) {
        (Some(strays), _) => strays,
        (None, true) => "--task regression learns numbers".to_owned(),
        (None, false) => "choose another --target".to_owned(),
    };
    Err(Error::caller("bad-target", format!("{} has {values} in {rows}: {rule}", wish.target))
        .at("--target")
        .hint(hint))
}

/// Classes are words, truth values, listed in the schema, or a few whole numbers.
fn guess_goal(cells: &Cells<'_>, wish: &Wish, notes: &mut Vec<String>) -> Goal {
    if wish.schema.target.classes.is_some() {
        return Goal::Classification;
    }
    let Looks::Numbers { integer } = cells.looks() else { return Goal::Classification };
    let distinct = cells.labels().len();
    if integer && distinct <= 10 && distinct * 5 <= cells.present() {
        notes.push(format!(
            "{} has {distinct} different whole numbers, taken as classes (--task regression takes them as numbers)",
            wish.target
        ));
        return Goal::Classification;
    }
    Goal::Regression
}

fn kind_of(cells: &Cells<'_>, given: &ColumnEntry) -> Result<Kind> {
    let kind = given.kind.or(given.levels.as_ref().map(|_| GivenKind::Categorical));
    let integer = cells.looks() == Looks::Numbers { integer: true };
    let numeric = Kind::Numeric { precision: Precision::F64, integer };
    match (kind, cells.looks()) {
        (Some(GivenKind::Numeric), _) => Ok(numeric),
        (Some(GivenKind::Boolean), _) => Ok(Kind::Boolean),
        (Some(GivenKind::Categorical), _) | (_, Looks::Text) => categories(cells, given),
        (_, Looks::Numbers { .. }) => Ok(numeric),
        (_, Looks::Booleans) => Ok(Kind::Boolean),
    }
}

fn categories(cells: &Cells<'_>, given: &ColumnEntry) -> Result<Kind> {
    let levels = match &given.levels {
        Some(levels) => labels(levels)?,
        None => cells.labels(),
    };
    Ok(Kind::Categorical { levels, unseen: windowbox::data::schema::Unseen::Predicted })
}
