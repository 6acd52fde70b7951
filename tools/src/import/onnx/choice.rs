//! Choices of a class: what classifiers and positions of extremes decide, computed
//! only where something reads it.

use super::graph::Builder;
use super::inputs::missing_text;
use super::node::Call;
use super::tensor::{Cell, Coded, Element, Source, Tensor};
use std::rc::Rc;
use windowbox::data::Labels;
use windowbox::model::{Linear, Model};
use windowbox::pipeline::Decision;
use windowbox::preprocess::arithmetic::{Function, Operand};
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::{Arithmetic, Encode, Link, Reduce, Step};
use windowbox::slots::{Precision, SlotKind};
use windowbox::{Op, Result};

/// A class chosen by margins.
#[derive(Clone)]
pub struct Choice {
    /// One a class, or one for the second of two.
    pub margins: Vec<u32>,
    pub link: Link,
    pub classes: usize,
    pub rule: Rule,
    /// What was computed of it.
    scores: Option<Vec<u32>>,
    code: Option<u32>,
}

/// How the class is chosen.
#[derive(Clone, Copy, PartialEq)]
pub enum Rule {
    /// The largest margin.
    Largest,
    /// The smallest margin.
    Smallest,
    /// The second class where its score is above this.
    Above(f64),
    /// The class whose code a slot holds, whatever the margins.
    Coded { slot: u32 },
}

impl Choice {
    pub fn new(margins: Vec<u32>, link: Link, classes: usize, rule: Rule) -> Self {
        Self { margins, link, classes, rule, scores: None, code: None }
    }

    /// How a target says it; the smallest it cannot say.
    pub fn decision(&self) -> Option<Decision> {
        match self.rule {
            Rule::Largest => Some(Decision::Largest),
            Rule::Above(threshold) => Some(Decision::Above { positive: 1, threshold }),
            Rule::Coded { slot } => Some(Decision::Coded { slot }),
            Rule::Smallest => None,
        }
    }
}

/// Labels as constants.
pub fn values(labels: &Labels) -> Vec<Cell> {
    match labels {
        Labels::String(texts) => texts.iter().map(|text| Cell::Text(text.as_str().into())).collect(),
        Labels::Number(numbers) => numbers.iter().map(|x| Cell::Number(*x)).collect(),
        Labels::Boolean(flags) => flags.iter().map(|flag| Cell::Number(f64::from(u8::from(*flag)))).collect(),
    }
}

impl Builder<'_> {
    /// The cell that holds the code of a choice.
    pub fn choose(&mut self, choice: Choice, values: Vec<Cell>) -> Cell {
        self.choices.push(choice);
        let source = Source::Choice(self.choices.len() - 1);
        Cell::Coded(Rc::new(Coded { source, values, other: None }))
    }

    /// A classifier's two outputs: its label and its scores.
    pub fn classify(&mut self, labels: &Labels, margins: Vec<u32>, link: Link, rule: Rule) -> Vec<Tensor> {
        let element = if matches!(labels, Labels::String(_)) { Element::Text } else { Element::Whole };
        let (choice, classes) = (self.choices.len(), labels.len());
        let label = self.choose(Choice::new(margins, link, classes, rule), values(labels));
        let label = Tensor { element, dims: vec![1], rows: Some(0), cells: vec![label] };
        let shares = (0..classes).map(|class| Cell::Share { choice, class });
        vec![label, Tensor::row(Element::F32, shares.collect())]
    }

    /// The slots of a choice's scores, one a class.
    pub fn scores(&mut self, i: usize) -> Result<Vec<u32>> {
        if let Some(scores) = &self.choices[i].scores {
            return Ok(scores.clone());
        }
        let Choice { margins, link, classes, .. } = self.choices[i].clone();
        let mut scores = match link {
            Link::Identity | Link::Given { .. } => margins,
            _ => self.push(Op::Step(Step::Link(link)), margins)?,
        };
        if scores.len() < classes {
            let operands = vec![Operand::Constant(1.0), Operand::Column(0)];
            let (function, precision) = (Function::Subtract, link.rounding());
            let rest = Arithmetic { function, precision, strict: false, operands };
            scores.insert(0, self.push(Op::Step(Step::Arithmetic(rest)), scores.clone())?[0]);
        }
        self.choices[i].scores = Some(scores.clone());
        Ok(scores)
    }

    /// The slot of a source's code.
    pub fn code(&mut self, source: Source) -> Result<u32> {
        let i = match source {
            Source::Column(i) => return Ok(i as u32),
            Source::Choice(i) => i,
        };
        if let Some(code) = self.choices[i].code {
            return Ok(code);
        }
        let reads = match self.choices[i].rule {
            Rule::Coded { slot } => return Ok(slot),
            // The first of equals: the second class only above the threshold.
            Rule::Above(threshold) => vec![self.slot(&Cell::Number(threshold))?, self.scores(i)?[1]],
            _ => self.choices[i].margins.clone(),
        };
        let smallest = self.choices[i].rule == Rule::Smallest;
        let reduction = if smallest { Reduction::LeastAt } else { Reduction::MostAt };
        let reduce = Reduce { reduction, precision: Precision::F64, skips: false, width: reads.len() as u32 };
        let code = self.push(Op::Step(Step::Reduce(reduce)), reads)?[0];
        self.choices[i].code = Some(code);
        Ok(code)
    }

    /// The slot of a cell of numbers; a constant becomes a column.
    pub fn slot(&mut self, cell: &Cell) -> Result<u32> {
        match cell {
            Cell::Slot(slot) => Ok(*slot),
            Cell::Share { choice, class } => Ok(self.scores(*choice)?[*class]),
            Cell::Coded(coded) => self.encode(coded),
            Cell::Number(x) => self.constant(*x),
            Cell::Text(_) | Cell::Rows | Cell::Reading(_) => {
                Err(super::super::malformed("arithmetic on what is no number"))
            }
        }
    }

    /// The slot of a constant, one for all places that it has.
    fn constant(&mut self, x: f64) -> Result<u32> {
        if let Some(slot) = self.constants.get(&x.to_bits()) {
            return Ok(*slot);
        }
        let (function, operands) = (Function::Round, vec![Operand::Constant(x)]);
        let constant = Arithmetic { function, precision: Precision::F64, strict: false, operands };
        let slot = self.push(Op::Step(Step::Arithmetic(constant)), Vec::new())?[0];
        self.constants.insert(x.to_bits(), slot);
        Ok(slot)
    }

    pub fn slots(&mut self, cells: &[Cell]) -> Result<Vec<u32>> {
        cells.iter().map(|cell| self.slot(cell)).collect()
    }

    /// Slots that are typed in a precision.
    pub fn rounded(&mut self, cells: &[Cell], precision: Precision) -> Result<Vec<u32>> {
        let mut slots = self.slots(cells)?;
        let kind = SlotKind::Number(precision);
        let others: Vec<u32> = slots.iter().copied().filter(|slot| self.types[*slot as usize].kind != kind).collect();
        if !others.is_empty() {
            let operands = (0..others.len() as u32).map(Operand::Column).collect();
            let round = Arithmetic { function: Function::Round, precision, strict: false, operands };
            let mut typed = self.push(Op::Step(Step::Arithmetic(round)), others)?.into_iter();
            for slot in slots.iter_mut().filter(|slot| self.types[**slot as usize].kind != kind) {
                *slot = typed.next().unwrap_or(*slot);
            }
        }
        Ok(slots)
    }

    fn encode(&mut self, coded: &Coded) -> Result<u32> {
        let number = |cell: &Cell| cell.number().filter(|x| x.is_finite());
        let numbers: Option<Vec<f64>> = coded.values.iter().map(number).collect();
        let other = coded.other.as_ref().map_or(Some(0.0), number);
        let (Some(levels), Some(other)) = (numbers, other) else {
            return Err(super::super::malformed("arithmetic on texts, or on what is not finite"));
        };
        let code = self.code(coded.source)?;
        let missing = self.missing_code(coded.source).and_then(|code| levels.get(code).copied()).unwrap_or(other);
        let encode = Encode { levels, missing, unseen: other };
        Ok(self.push(Op::Step(Step::Encode(encode)), vec![code])?[0])
    }

    /// The code that a missing text stands for.
    pub fn missing_code(&self, source: Source) -> Option<usize> {
        let Source::Column(i) = source else { return None };
        let text = missing_text(self.sidecar, i);
        self.wanted.get(&i)?.levels.iter().position(|level| level == text)
    }

    /// `-x, x` of each slot, in single precision.
    pub fn mirrored(&mut self, slot: u32) -> Result<Vec<u32>> {
        let linear = Linear { precision: Precision::F32, ..Linear::new(1, vec![-1.0, 1.0], vec![0.0; 2]) };
        self.push(Op::Model(Model::Linear(linear)), vec![slot])
    }
}

/// The positions of the extremes along an axis.
pub fn arg_max(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis", "keepdims", "select_last_index"])?;
    if call.int("select_last_index", 0) != 0 {
        return Err(call.attribute_error("select_last_index"));
    }
    let x = call.input(0)?;
    let axis = call.axis(call.int("axis", 0), x.dims.len())?;
    let groups = super::reduce::groups(call, x, &[axis])?;
    let rule = if call.op == "ArgMax" { Rule::Largest } else { Rule::Smallest };
    let mut cells = Vec::new();
    for group in groups {
        let precision = x.element.precision();
        let margins = b.rounded(&group, precision)?;
        let (n, link) = (margins.len(), Link::Given { precision });
        let positions = (0..n).map(|i| Cell::Number(i as f64)).collect();
        cells.push(b.choose(Choice::new(margins, link, n, rule), positions));
    }
    let (dims, rows) = super::reduce::reduced(x, &[axis], call.int("keepdims", 1) != 0);
    Ok(vec![Tensor { element: Element::Whole, dims, rows, cells }])
}
