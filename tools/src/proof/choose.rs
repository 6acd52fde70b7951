//! Choosing made-up rows: goal by goal, of some rows that reach it the one that reaches
//! most others too.

use super::asked::{self, Row};
use super::budget::Budget;
use super::reach::{Allowed, Scene, WORK};
use super::values::Values;
use fastrand::Rng;
use windowbox::Predictor;

/// Rows that are tried for a goal; and again, where chance is what a goal needs.
const TRIES: [usize; 2] = [12, 96];
/// Values of a column that are tried for a place in a row.
const DRAWS: usize = 4;
/// How often a row that was found is bettered, and the rows beside it that are tried.
const CLIMBS: usize = 6;
const VARIANTS: usize = 8;
/// How often goals are reached anew where trees feed other trees, which may hide a change.
const AGAIN: usize = 4;
/// Odd values of a column that stand alone in a row: missing or unseen, and infinite.
const ODD: usize = 3;
/// Rows in which one cell is odd; a wide table has more columns than that.
const ODD_ROWS: usize = 64;

/// Makes rows until their bytes are used up or nothing new is reached.
pub struct Chooser<'a> {
    predictor: &'a Predictor,
    scene: &'a Scene<'a>,
    /// Goals that no row reaches yet, and that some may.
    open: Vec<bool>,
    /// For each column, values that open goals wait for.
    wanted: Vec<Vec<u32>>,
    /// For each column and value, how many do.
    waiting: Vec<Vec<u32>>,
    rows: Vec<Row>,
    budget: Budget,
    work: usize,
    rng: Rng,
}

impl<'a> Chooser<'a> {
    pub fn new(predictor: &'a Predictor, scene: &'a Scene<'a>) -> Self {
        let open = vec![true; scene.goals.leaf.len()];
        let mut waiting: Vec<Vec<u32>> = scene.values.iter().map(|values| vec![0; values.len()]).collect();
        for (column, value) in (0..open.len()).filter_map(|goal| scene.value(goal)) {
            waiting[column][value] += 1;
        }
        let wanted = |waiting: &Vec<u32>| (0..waiting.len() as u32).filter(|v| waiting[*v as usize] > 0).collect();
        let wanted = waiting.iter().map(wanted).collect();
        let (budget, rng) = (Budget::new(predictor.pipeline(), &scene.values), Rng::with_seed(0));
        Self { predictor, scene, open, wanted, waiting, rows: Vec::new(), budget, work: 0, rng }
    }

    /// The rows.
    pub fn rows(mut self) -> Vec<Row> {
        self.ordinary();
        self.odd();
        self.reach_all();
        for _ in 0..if self.scene.goals.feed { AGAIN } else { 0 } {
            self.open.fill(true);
            self.reach_all();
        }
        self.rows
    }

    fn reach_all(&mut self) {
        for tries in TRIES {
            for leaves in [true, false] {
                let goals = (0..self.open.len()).filter(|goal| self.scene.goals.leaf[*goal] == leaves);
                goals.for_each(|goal| self.reach(goal, tries));
            }
        }
    }

    /// Every ordinary value of every column once, in as few rows.
    fn ordinary(&mut self) {
        let longest = self.scene.values.iter().map(|values| values.plain.len()).max().unwrap_or(0);
        // In the second round columns are shifted, or the same values would always meet.
        let value = |i: usize, c: usize, v: &Values| v.ordinary(i + c * (i / v.plain.len().max(1)));
        let row = |i: usize| self.scene.values.iter().enumerate().map(|(c, v)| value(i, c, v)).collect();
        let rows: Vec<Row> = (0..longest.max(2)).map(row).collect();
        self.add_some(rows);
    }

    /// Odd values of all columns at once, and of one at a time.
    fn odd(&mut self) {
        let values = &self.scene.values;
        let base: Row = values.iter().map(|values| values.ordinary(values.plain.len() / 2)).collect();
        let longest = values.iter().map(|values| values.odd.len() + values.refused.len()).max().unwrap_or(0);
        let mut rows: Vec<Row> = Vec::new();
        for i in 0..longest {
            let odd = |c: usize| values[c].odd.iter().rev().nth(i).copied().unwrap_or(base[c]);
            rows.push((0..base.len()).map(odd).collect());
        }
        for (c, values) in values.iter().enumerate() {
            for value in values.refused.iter().chain(values.odd.iter().rev().take(ODD)) {
                rows.push(base.iter().enumerate().map(|(k, own)| if k == c { *value } else { *own }).collect());
            }
        }
        rows.truncate(ODD_ROWS);
        self.add_some(rows);
    }

    /// Adds rows for an eighth of the bytes that are left, or for half of them where there
    /// are no goals to keep them for.
    fn add_some(&mut self, rows: Vec<Row>) {
        let kept = self.budget.left - self.budget.left / if self.open.is_empty() { 2 } else { 8 };
        for row in rows {
            if self.budget.left > kept {
                self.add(row, None);
            }
        }
    }

    /// Adds a row, if its bytes are there. Without an answer it is no witness of what it
    /// reaches, but of the `goal` that no row with an answer was found for.
    fn add(&mut self, row: Row, goal: Option<usize>) {
        if self.rows.contains(&row) || !self.budget.take(&row) {
            return;
        }
        let mut reached: Vec<usize> = goal.into_iter().collect();
        asked::each(self.predictor, &self.table(core::slice::from_ref(&row)), |asked| {
            if asked.answered {
                self.scene.goals.reached(asked, Some(&self.open), |goal| reached.push(goal));
            }
        });
        reached.into_iter().for_each(|goal| self.close(goal));
        self.rows.push(row);
    }

    fn table(&self, rows: &[Row]) -> windowbox::data::Table {
        asked::table(&self.predictor.pipeline().schema, &self.scene.values, rows)
    }

    fn close(&mut self, goal: usize) {
        let was_open = core::mem::take(&mut self.open[goal]);
        if let Some((column, value)) = self.scene.value(goal).filter(|_| was_open) {
            self.waiting[column][value] = self.waiting[column][value].saturating_sub(1);
        }
    }

    /// Adds the best of some rows that reach a goal.
    fn reach(&mut self, goal: usize, tries: usize) {
        if !self.open[goal] || self.work > WORK || self.budget.is_used_up() {
            return;
        }
        let Some(allowed) = self.scene.way(goal, &mut self.work) else { return self.close(goal) };
        let rows: Vec<Row> = (0..tries).map(|_| self.row(&allowed)).collect();
        let Some((mut best, mut most)) = self.best(goal, rows) else { return };
        for _ in 0..CLIMBS {
            let rows: Vec<Row> = (0..VARIANTS).map(|_| self.variant(&best, &allowed)).collect();
            if let Some((row, more)) = self.best(goal, rows).filter(|(_, more)| *more > most) {
                (best, most) = (row, more);
            }
        }
        self.add(best, Some(goal));
    }

    /// Of the rows that reach `goal` the one that reaches most open goals, with an answer
    /// rather than without, and how many.
    fn best(&mut self, goal: usize, mut rows: Vec<Row>) -> Option<(Row, (bool, usize))> {
        let (mut best, mut most, mut work) = (None, (false, 0), 0);
        asked::each(self.predictor, &self.table(&rows), |asked| {
            let (mut fresh, mut ours) = (0, false);
            self.scene.goals.reached(asked, Some(&self.open), |reached| {
                fresh += usize::from(self.open[reached]);
                ours |= reached == goal;
            });
            work += self.scene.goals.cost() + self.scene.goals.work();
            if ours && (asked.answered, fresh) > most {
                (best, most) = (Some(asked.row), (asked.answered, fresh));
            }
        });
        self.work += work + rows.len() * self.waiting.len();
        best.map(|row| (rows.swap_remove(row), most))
    }

    /// A row that differs from one in some cells.
    fn variant(&mut self, row: &Row, allowed: &Allowed) -> Row {
        let mut row = row.clone();
        for _ in 0..=self.rng.usize(..=row.len() / 8) {
            let c = self.rng.usize(..row.len());
            row[c] = self.cell(c, allowed[c].as_deref());
        }
        row
    }

    fn row(&mut self, allowed: &Allowed) -> Row {
        (0..allowed.len()).map(|c| self.cell(c, allowed[c].as_deref())).collect()
    }

    /// Of some values that are allowed one that open goals wait for, if there is one.
    fn cell(&mut self, c: usize, allowed: Option<&[u32]>) -> u32 {
        let Some(allowed) = allowed else { return self.free(c) };
        let drawn: Vec<u32> = (0..DRAWS).map(|_| allowed[self.rng.usize(..allowed.len())]).collect();
        let wanted = drawn.iter().find(|value| self.waiting[c][**value as usize] > 0);
        *wanted.unwrap_or(&drawn[0])
    }

    /// A value that open goals wait for, else any.
    fn free(&mut self, c: usize) -> u32 {
        while let Some(value) = self.rng.choice(&self.wanted[c]).copied() {
            if self.waiting[c][value as usize] > 0 {
                return value;
            }
            self.wanted[c].retain(|other| *other != value);
        }
        let values: &Values = &self.scene.values[c];
        // A value that a row has already weighs nothing.
        let cheap = self.rows.last().map(|_| self.rng.usize(..self.rows.len())).filter(|_| self.rng.u8(..) < 224);
        match cheap {
            Some(row) => self.rows[row][c],
            None => self.rng.choice(&values.plain).copied().unwrap_or_else(|| values.ordinary(0)),
        }
    }
}
