//! A table made ready: typed columns by a schema, and the target's answers.

use super::infer::{Cells, Looks};
use super::schema_file::{ColumnEntry, GivenKind, SchemaFile, labels, require_column};
use crate::rows::Rows;
use windowbox::data::cell::{self, Cell, missing};
use windowbox::data::{Column, Kind, Labels, Schema, Table};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

/// Levels and classes that are seen less often than this are named: a reader of the
/// model could guess whose they are, and nothing was learnt from them.
pub const RARE: u64 = 5;

/// More classes than any form offers; a text that has more is no class.
const CLASS_LIMIT: usize = 1000;

/// What is to be learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Goal {
    /// One of some classes.
    Classification,
    /// A number.
    Regression,
}

/// What the model shall answer for each row.
#[derive(Debug, Clone, PartialEq)]
pub enum Answers {
    /// The code of each row's class.
    Classes {
        /// The classes.
        labels: Labels,
        /// A code a row.
        codes: Vec<usize>,
    },
    /// A number a row.
    Numbers(Vec<f64>),
}

/// Rows ready to learn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The columns that the model may read.
    pub schema: Schema,
    /// Their cells.
    pub table: Table,
    /// The target's name, label and unit.
    pub target: (String, String, String),
    /// The target's cells.
    pub answers: Answers,
    /// What a reader should know: columns left out, rare levels, rows left out.
    pub notes: Vec<String>,
}

/// What is asked of the table.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The column to predict.
    pub target: String,
    /// The columns to read, or all that teach something.
    pub features: Option<Vec<String>>,
    /// What is known besides.
    pub schema: SchemaFile,
    /// Classes or numbers, where it is not to be inferred.
    pub goal: Option<Goal>,
}

impl Answers {
    /// How many rows.
    pub fn len(&self) -> usize {
        match self {
            Answers::Classes { codes, .. } => codes.len(),
            Answers::Numbers(numbers) => numbers.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The answers of these rows.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        match self {
            Answers::Classes { labels, codes } => {
                Answers::Classes { labels: labels.clone(), codes: rows.iter().map(|&r| codes[r]).collect() }
            }
            Answers::Numbers(numbers) => Answers::Numbers(rows.iter().map(|&r| numbers[r]).collect()),
        }
    }

    /// What is to be learnt.
    pub fn goal(&self) -> Goal {
        match self {
            Answers::Classes { .. } => Goal::Classification,
            Answers::Numbers(_) => Goal::Regression,
        }
    }
}

impl Dataset {
    /// Types the rows as the wish and their cells say.
    ///
    /// # Errors
    /// What in the table, the schema file or the wish does not fit, and where.
    pub fn new(rows: &Rows, wish: &Wish) -> Result<Self> {
        check_header(&rows.header)?;
        wish.schema.check(&rows.header)?;
        let target = require_column(&wish.target, &rows.header).map_err(|e| e.at("--target"))?;
        let used: Vec<usize> = (0..rows.records.len()).filter(|&r| is_answered(rows, r, target, wish)).collect();
        if used.is_empty() {
            return Err(Error::caller("bad-table", format!("no row has a {}", wish.target)));
        }
        let mut notes = Vec::new();
        if used.len() < rows.records.len() {
            notes.push(format!("{} rows have no {} and are left out", rows.records.len() - used.len(), wish.target));
        }
        let reader = Reader { rows, used: &used };
        let answers = reader.answers(target, wish, &mut notes)?;
        let columns = reader.columns(target, wish, &mut notes)?;
        let table = reader.table(&columns)?;
        let schema = Schema { columns: columns.into_iter().map(|(_, column)| column).collect() };
        schema.check()?;
        let target = (wish.target.clone(), wish.schema.target.label.clone(), wish.schema.target.unit.clone());
        let dataset = Self { schema, table, target, answers, notes };
        Ok(dataset.with_rare_levels())
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.answers.len()
    }

    /// The rows with these numbers.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let (table, answers) = (self.table.select(rows), self.answers.select(rows));
        Self { schema: self.schema.clone(), table, target: self.target.clone(), answers, notes: vec![] }
    }

    fn with_rare_levels(mut self) -> Self {
        for (i, column) in self.schema.columns.iter().enumerate() {
            if let (Kind::Categorical { levels, .. }, Some(codes)) = (&column.kind, self.table.numbers(i)) {
                let counts = windowbox::pipeline::ColumnStatistics::of_codes(codes, levels.len()).levels;
                self.notes.extend(rare(&format!("{} level", column.name), levels, &counts));
            }
        }
        if let Answers::Classes { labels, codes } = &self.answers {
            let mut counts = vec![0; labels.len()];
            codes.iter().for_each(|&code| counts[code] += 1);
            self.notes.extend(rare(&format!("{} class", self.target.0), labels, &counts));
        }
        self
    }
}

fn rare(what: &str, labels: &Labels, counts: &[u64]) -> Vec<String> {
    let rare = labels.iter().zip(counts).filter(|(_, n)| **n < RARE);
    rare.map(|(label, n)| format!("{what} {} is seen {n} times only", show(label))).collect()
}

/// A label for people: strings in quotes.
pub fn show(label: windowbox::data::Label<'_>) -> String {
    match label {
        windowbox::data::Label::String(text) => format!("{text:?}"),
        other => super::line::plain(other),
    }
}

fn check_header(header: &[String]) -> Result<()> {
    match (1..header.len()).find(|&i| !header[i].is_empty() && header[..i].contains(&header[i])) {
        None => Ok(()),
        Some(i) => Err(Error::caller("bad-table", format!("two columns are called {:?}", header[i]))
            .at("the header")
            .hint("give each column its own name")),
    }
}

/// A missing word is an answer if the schema lists it among the classes.
fn is_answered(rows: &Rows, row: usize, target: usize, wish: &Wish) -> bool {
    let text = &rows.records[row].fields[target];
    let listed = |classes: &Vec<serde_json::Value>| classes.iter().any(|class| class.as_str() == Some(text));
    !missing(text) || wish.schema.target.classes.as_ref().is_some_and(listed)
}

/// Reads the rows that have an answer.
struct Reader<'a> {
    rows: &'a Rows,
    used: &'a [usize],
}

impl<'a> Reader<'a> {
    fn cells(&self, column: usize) -> Cells<'a> {
        Cells::new(self.used.iter().map(|&r| self.rows.records[r].fields[column].as_str()).collect())
    }

    fn place(&self, row: usize, column: usize) -> String {
        format!("line {}, column {}", self.rows.records[self.used[row]].line, self.rows.header[column])
    }

    fn answers(&self, target: usize, wish: &Wish, notes: &mut Vec<String>) -> Result<Answers> {
        let cells = self.cells(target);
        let goal = match wish.goal {
            Some(goal) => goal,
            None => guess_goal(&cells, wish, notes),
        };
        match goal {
            Goal::Regression => self.numbers(target).map(Answers::Numbers),
            Goal::Classification => self.classes(target, &cells, wish),
        }
    }

    fn numbers(&self, column: usize) -> Result<Vec<f64>> {
        let kind = Column::numeric(&self.rows.header[column]);
        let number = |row: usize| match self.read(row, column, &kind)? {
            Cell::Number(x) if x.is_finite() => Ok(x),
            _ => Err(bad_cell("regression needs a number").at(self.place(row, column))),
        };
        (0..self.used.len()).map(number).collect()
    }

    fn classes(&self, column: usize, cells: &Cells<'_>, wish: &Wish) -> Result<Answers> {
        let labels = match &wish.schema.target.classes {
            Some(classes) => labels(classes).map_err(|e| e.at("classes of the target"))?,
            None => cells.labels(),
        };
        if labels.len() < 2 || labels.len() > CLASS_LIMIT {
            let message =
                format!("{} has {} different values: classes are 2 to {CLASS_LIMIT}", wish.target, labels.len());
            return Err(Error::caller("bad-target", message).hint("choose another --target, or --task regression"));
        }
        labels.check()?;
        let code = |(row, text): (usize, &&str)| {
            labels.code(text).ok_or_else(|| bad_cell(format!("{text:?} is no class")).at(self.place(row, column)))
        };
        let codes: Vec<usize> = cells.all.iter().enumerate().map(code).collect::<Result<_>>()?;
        match (0..labels.len()).find(|class| !codes.contains(class)).and_then(|class| labels.get(class)) {
            None => Ok(Answers::Classes { labels, codes }),
            Some(class) => Err(Error::caller("bad-target", format!("no row has the class {}", show(class)))),
        }
    }

    fn columns(&self, target: usize, wish: &Wish, notes: &mut Vec<String>) -> Result<Vec<(usize, Column)>> {
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
            match cells.useless(name).filter(|_| !asked || cells.present() == 0) {
                Some(why) => notes.push(format!("{name} is left out: it {why}")),
                None => columns.push((position, self.column(position, &cells, entry)?)),
            }
        }
        match columns.is_empty() {
            false => Ok(columns),
            true => Err(Error::caller("no-features", format!("no column is left to learn from: {}", notes.join("; ")))
                .hint("name columns with --features, or give their kind in a schema file")),
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
            let message = format!("{} cells are missing, and the schema file says that none is", cells.missing);
            return Err(place(Error::caller("missing-not-allowed", message)));
        }
        let name = name.clone();
        Ok(Column { name, label: given.label, unit: given.unit, description: given.description, kind, missing })
    }

    fn table(&self, columns: &[(usize, Column)]) -> Result<Table> {
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
        let refuse = |message: String| Err(bad_cell(message).at(self.place(row, position)));
        match cell::parse(column, text) {
            Ok(Cell::Number(x)) if x.is_infinite() => refuse(format!("{text:?} is not finite")),
            Ok(Cell::Number(x)) if x == windowbox::slots::UNSEEN && matches!(column.kind, Kind::Categorical { .. }) => {
                refuse(format!("{text:?} is not among the levels of the schema file"))
            }
            Ok(cell) => Ok(cell),
            Err(trouble) => refuse(format!("{text:?}: {}", trouble.code())),
        }
    }
}

fn bad_cell(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::caller("bad-cell", message).hint("mend the cell, or say the column's kind in a schema file")
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
