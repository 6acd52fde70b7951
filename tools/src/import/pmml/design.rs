//! The columns of a linear model: numbers, and an indicator for each level.

use super::build::Build;
use super::fields::{Category, Missing, Number, Other, Width};
use super::numbers::{held, known, product};
use std::collections::HashMap;
use windowbox::model::{Linear, Model};
use windowbox::preprocess::{OneHot, Step};
use windowbox::{Error, Result};

/// Coefficients; a column that is named twice counts twice.
#[derive(Default)]
pub struct Design {
    reads: Vec<u32>,
    /// Where the columns of a slot begin.
    places: HashMap<u32, usize>,
    /// Table after table, a coefficient for each column so far.
    tables: Vec<(f64, Vec<(usize, f64)>)>,
}

impl Design {
    pub fn table(&mut self, intercept: f64) {
        self.tables.push((intercept, Vec::new()));
    }

    fn add(&mut self, place: usize, coefficient: f64) {
        if let Some((_, terms)) = self.tables.last_mut() {
            terms.push((place, coefficient));
        }
    }

    pub fn intercept(&mut self, more: f64) {
        if let Some((intercept, _)) = self.tables.last_mut() {
            *intercept += more;
        }
    }

    /// A number; where it is missing there is no result.
    pub fn number(&mut self, build: &mut Build, number: &Number, coefficient: f64) {
        let place = match self.places.get(&number.slot) {
            Some(place) => *place,
            None => {
                let known = known(build, number);
                self.places.insert(number.slot, self.reads.len());
                self.reads.push(held(build, &known).slot);
                self.reads.len() - 1
            }
        };
        self.add(place, coefficient);
    }

    /// A product of numbers; where one is missing there is no result.
    pub fn product(&mut self, build: &mut Build, factors: &[Number], coefficient: f64) {
        match factors {
            [] => self.intercept(coefficient),
            [one] => self.number(build, one, coefficient),
            _ => {
                let known: Vec<Number> = factors.iter().map(|factor| known(build, factor)).collect();
                let product = product(build, &known);
                self.number(build, &product, coefficient);
            }
        }
    }

    /// A level; a missing cell and one that is not listed add nothing.
    pub fn level(&mut self, build: &mut Build, category: &Category, level: &str, coefficient: f64) -> Result<()> {
        let place = self.indicators(build, category);
        if let Some(code) = category.code(level)? {
            self.add(place + code, coefficient);
        }
        Ok(())
    }

    /// The indicator of a level, as a factor; none where no cell can be the level.
    pub fn indicator(&mut self, build: &mut Build, category: &Category, level: &str) -> Result<Option<Number>> {
        let place = self.indicators(build, category);
        let number = |slot| Number { slot, width: Width::Double, missing: Missing::Never };
        Ok(category.code(level)?.map(|code| number(self.reads[place + code])))
    }

    /// Where the indicators of a category begin.
    fn indicators(&mut self, build: &mut Build, category: &Category) -> usize {
        if let Some(place) = self.places.get(&category.slot) {
            return *place;
        }
        let (first, count) = indicators(build, category);
        self.places.insert(category.slot, self.reads.len());
        self.reads.extend(first..first + count);
        self.reads.len() - count as usize
    }

    /// The model; one slot a table.
    pub fn build(self, build: &mut Build) -> Result<Vec<u32>> {
        let (width, outputs) = (self.reads.len(), self.tables.len() as u32);
        if width.saturating_mul(self.tables.len()) > 1 << 24 {
            return Err(Error::limit("a linear model with more than 16777216 coefficients"));
        }
        let mut coefficients = vec![0.0; width * self.tables.len()];
        for (k, (_, terms)) in self.tables.iter().enumerate() {
            terms.iter().for_each(|(place, coefficient)| coefficients[k * width + place] += coefficient);
        }
        let intercepts = self.tables.iter().map(|(intercept, _)| *intercept).collect();
        let linear = Linear { intercept_first: true, ..Linear::new(width as u32, coefficients, intercepts) };
        let slot = build.model(Model::Linear(linear), self.reads, outputs);
        Ok((slot..slot + outputs).collect())
    }
}

fn indicators(build: &mut Build, category: &Category) -> (u32, u32) {
    let count = category.levels.len() as u32;
    let unseen = match category.other {
        Other::Level(code) => Some(code as u32),
        Other::Never | Other::Itself | Other::Missing => None,
    };
    let step = OneHot { unseen, ..OneHot::full(count) };
    (build.step(Step::OneHot(step), vec![category.slot], count), count)
}
