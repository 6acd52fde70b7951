//! What the names of coefficients mean: the intercept, a number, or a factor's level.

use windowbox::{Error, Result};

#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    Intercept,
    /// A column of numbers.
    Number(String),
    /// A factor, and the code of its level.
    Level(usize, usize),
}

/// Resolves a name, a factor's level first: levels may hold any sign.
///
/// # Errors
/// `unsupported-feature` for products and functions, with their names.
pub fn term(name: &str, factors: &[(String, Vec<String>)]) -> Result<Term> {
    if name == "(Intercept)" {
        return Ok(Term::Intercept);
    }
    if let Some(term) = level(name, factors) {
        return Ok(term);
    }
    if let Some(plain) = name.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        return Ok(Term::Number(plain.to_owned()));
    }
    let refused = match name {
        _ if name.contains(':') => "a product of columns",
        _ if name.contains('(') => "a function of a column",
        _ => return Ok(Term::Number(name.to_owned())),
    };
    Err(Error::unsupported("unsupported-feature", format!("{name} is {refused}, which is not read"))
        .hint("compute it as a column of its own before fitting"))
}

/// The longest factor's name that leaves one of its levels.
fn level(name: &str, factors: &[(String, Vec<String>)]) -> Option<Term> {
    let found = factors.iter().enumerate().filter_map(|(f, (factor, levels))| {
        let rest = name.strip_prefix(factor.as_str())?;
        let code = levels.iter().position(|level| level == rest)?;
        Some((factor.len(), Term::Level(f, code)))
    });
    found.max_by_key(|(length, _)| *length).map(|(_, term)| term)
}
