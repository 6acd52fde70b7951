//! Free flags: `--sl 3.0` names a column of the model where `sl` is no option.

use clap::{ArgAction, Command, CommandFactory, error::ErrorKind};
use std::ffi::OsString;

/// The long options of a verb.
pub fn own_options(verb: &str) -> Vec<String> {
    command(verb).get_arguments().filter_map(|arg| arg.get_long()).map(str::to_owned).collect()
}

fn command(verb: &str) -> Command {
    let mut cli = crate::cli::Cli::command();
    cli.build();
    cli.find_subcommand(verb).cloned().unwrap_or_default()
}

/// Writes every `--name value` of `windowbox predict` that is no option of it as
/// `--set=name=value`, before clap reads the line: own options win, and a value may
/// begin with a minus.
///
/// # Errors
/// clap's, for a flag without a value.
pub fn rewrite(args: Vec<OsString>) -> Result<Vec<OsString>, clap::Error> {
    if args.get(1).is_none_or(|verb| verb != "predict") {
        return Ok(args);
    }
    let mut command = command("predict");
    let mut args = args.into_iter();
    let mut rewritten: Vec<OsString> = args.by_ref().take(2).collect();
    while let Some(arg) = args.next() {
        match arg.to_str().and_then(|arg| arg.strip_prefix("--")) {
            // Behind `--` nothing is a flag.
            Some("") => rewritten.extend(std::iter::once(arg).chain(args.by_ref())),
            Some(flag) => rewritten.extend(with_value(&mut command, flag, &mut args)?),
            None => rewritten.push(arg),
        }
    }
    Ok(rewritten)
}

/// A flag and its value: an own option as it stands, any other as a column.
fn with_value(
    command: &mut Command,
    flag: &str,
    args: &mut impl Iterator<Item = OsString>,
) -> Result<Vec<OsString>, clap::Error> {
    let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value.to_owned())));
    if let Some(takes) = takes_value(command, name) {
        let next = if takes && value.is_none() { args.next() } else { None };
        return Ok([format!("--{flag}").into()].into_iter().chain(next).collect());
    }
    match value.or_else(|| value_of(args)) {
        Some(value) => Ok(vec![format!("--set={name}={value}").into()]),
        None => Err(without_value(command, name)),
    }
}

/// Whether an option of the command takes a value, or `None` if it has no such option.
fn takes_value(command: &Command, name: &str) -> Option<bool> {
    let option = command.get_arguments().find(|arg| arg.get_long() == Some(name))?;
    Some(matches!(option.get_action(), ArgAction::Set | ArgAction::Append))
}

fn value_of(args: &mut impl Iterator<Item = OsString>) -> Option<String> {
    let value = args.next()?.into_string().ok()?;
    (!value.starts_with("--")).then_some(value)
}

fn without_value(command: &mut Command, name: &str) -> clap::Error {
    let message = format!(
        "--{name} has no value: it is no option, so it names a column and wants one, --{name} VALUE\n\
         (a value that begins with two minus signs is written --{name}=VALUE)"
    );
    command.error(ErrorKind::MissingRequiredArgument, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<String, clap::Error> {
        let args = line.split(' ').map(OsString::from).collect();
        Ok(rewrite(args)?.into_iter().map(|arg| arg.into_string().unwrap()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn what_is_no_option_names_a_column() {
        let line = "w predict m.wbx --sl 3.0 --x -3 --y=a=b --proba --json {}";
        assert_eq!(words(line).unwrap(), "w predict m.wbx --set=sl=3.0 --set=x=-3 --set=y=a=b --proba --json {}");
    }

    #[test]
    fn own_options_win_and_take_their_value() {
        for line in [
            "w predict m.wbx --output --json",
            "w predict m.wbx --set output=--x",
            "w predict m.wbx -- --x 3",
            "w predict --help",
            "w train --x 3",
        ] {
            assert_eq!(words(line).unwrap(), line);
        }
    }

    #[test]
    fn a_flag_without_a_value_is_refused() {
        for line in ["w predict m.wbx --x", "w predict m.wbx --x --y 3"] {
            assert!(words(line).unwrap_err().to_string().contains("--x has no value"), "{line}");
        }
    }
}
