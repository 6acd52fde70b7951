//! A list of named steps, run in order, each timed, with one table at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

type Step<'a> = Box<dyn FnOnce() -> Result<()> + 'a>;

pub struct Steps<'a> {
    steps: Vec<(String, Step<'a>)>,
}

struct Outcome {
    name: String,
    took: Duration,
    passed: bool,
}

impl<'a> Steps<'a> {
    pub fn new() -> Self {
        Self { steps: Vec::new() }
    }

    pub fn add(&mut self, name: impl Into<String>, step: impl FnOnce() -> Result<()> + 'a) {
        self.steps.push((name.into(), Box::new(step)));
    }

    /// Stops at the first failure, unless told to keep going; fails if any step did.
    pub fn run(self, keep_going: bool) -> Result<()> {
        let total = self.steps.len();
        let mut outcomes = Vec::new();
        for (i, (name, step)) in self.steps.into_iter().enumerate() {
            println!("\n=== {}/{total} {name}", i + 1);
            outcomes.push(attempt(name, step));
            if !keep_going && outcomes.iter().any(|o| !o.passed) {
                break;
            }
        }
        summarise(&outcomes, total)
    }
}

fn attempt(name: String, step: impl FnOnce() -> Result<()>) -> Outcome {
    let started = Instant::now();
    let result = step();
    let outcome = Outcome { name, took: started.elapsed(), passed: result.is_ok() };
    if let Err(error) = result {
        eprintln!("error: {error:#}");
    }
    println!("--- {}: {} in {}", outcome.name, outcome.word(), seconds(outcome.took));
    outcome
}

fn summarise(outcomes: &[Outcome], total: usize) -> Result<()> {
    println!("\nsummary");
    for outcome in outcomes {
        println!("  {:<44}{:<8}{:>8}", outcome.name, outcome.word(), seconds(outcome.took));
    }
    if outcomes.len() < total {
        println!("  {} more not run: --keep-going goes on after a failure", total - outcomes.len());
    }
    println!("  {:<44}{:<8}{:>8}", "in all", "", seconds(outcomes.iter().map(|o| o.took).sum()));
    let passed = outcomes.iter().filter(|o| o.passed).count();
    let failed = outcomes.len() - passed;
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        bail!("{failed} of {total} steps failed");
    }
    Ok(())
}

impl Outcome {
    fn word(&self) -> &'static str {
        if self.passed { "passed" } else { "FAILED" }
    }
}

pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn stops_at_a_failure_unless_told_to_keep_going() {
        for (keep_going, expected) in [(false, 0), (true, 1)] {
            let later = Cell::new(0);
            let mut steps = Steps::new();
            steps.add("fails", || bail!("on purpose"));
            steps.add("later", || {
                later.set(later.get() + 1);
                Ok(())
            });
            assert!(steps.run(keep_going).is_err());
            assert_eq!(later.get(), expected);
        }
    }
}
