//! What the names of coefficients mean: the intercept, a number, a factor's level, or
//! several of them multiplied.

use windowbox::{Error, Result};

/// One thing that is multiplied.
#[derive(Debug, Clone, PartialEq)]
pub enum Factor {
    /// A column of numbers.
    Number(String),
    /// A factor, and the code of its level.
    Level(usize, usize),
}

/// Names, and the factors with their levels.
type Levels = [(String, Vec<String>)];

/// Resolves a name: what its coefficient is multiplied with; nothing for the intercept.
///
/// # Errors
/// `unsupported-feature` for functions of columns, with their names.
pub fn term(name: &str, factors: &Levels) -> Result<Vec<Factor>> {
    let mut product = Vec::new();
    let mut rest = if name == "(Intercept)" { None } else { Some(name) };
    while let Some(open) = rest {
        let (factor, behind) = first(open, factors).ok_or_else(|| {
            Error::unsupported("unsupported-feature", format!("{name} has a function of a column, which is not read"))
                .hint("compute it as a column of its own before fitting")
        })?;
        product.push(factor);
        rest = behind;
    }
    Ok(product)
}

/// The first of what is joined by `:`, and what is behind it. A factor's level comes
/// before all else, the longest first: levels may hold any sign.
fn first<'a>(name: &'a str, factors: &Levels) -> Option<(Factor, Option<&'a str>)> {
    let mut ends = std::iter::once(name.len()).chain(name.rmatch_indices(':').map(|(at, _)| at));
    let found = ends.find_map(|end| Some((level(&name[..end], factors)?, name.get(end + 1..))));
    if found.is_some() {
        return found;
    }
    if let Some((plain, behind)) = name.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
        return match behind.strip_prefix(':') {
            None if !behind.is_empty() => None,
            behind => Some((Factor::Number(plain.to_owned()), behind)),
        };
    }
    let (plain, behind) = name.split_once(':').map_or((name, None), |(plain, behind)| (plain, Some(behind)));
    (!plain.contains('(')).then(|| (Factor::Number(plain.to_owned()), behind))
}

/// The longest factor's name that leaves one of its levels.
fn level(name: &str, factors: &Levels) -> Option<Factor> {
    let found = factors.iter().enumerate().filter_map(|(f, (factor, levels))| {
        let rest = name.strip_prefix(factor.as_str())?;
        let code = levels.iter().position(|level| level == rest)?;
        Some((factor.len(), Factor::Level(f, code)))
    });
    found.max_by_key(|(length, _)| *length).map(|(_, term)| term)
}
