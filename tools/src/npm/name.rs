//! Names and versions that npm accepts.

use windowbox::{Error, Result};

/// npm's own limit.
const LENGTH_LIMIT: usize = 214;

/// Names that npm keeps for itself.
const RESERVED: [&str; 2] = ["node_modules", "favicon.ico"];

/// The runtime's own package: a model of that name would take its place.
const OURS: &str = "windowbox";

/// The modules of node: a package of such a name could not be imported.
const CORE_MODULES: [&str; 40] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "zlib",
];

/// Proves that npm takes the name for a new package, by the rules of its
/// `validate-npm-package-name`, and that it is not the runtime's.
///
/// # Errors
/// `bad-name` with the closest name that it takes.
pub fn check(name: &str) -> Result<()> {
    let Some(fault) = fault(name) else { return Ok(()) };
    let error = Error::caller("bad-name", format!("a package cannot be called so: {fault}")).at(format!("name {name}"));
    Err(match closest(name) {
        Some(name) => error.hint(format!("--name {name}")),
        None => error.hint("give one with --name, such as --name iris-species"),
    })
}

fn fault(name: &str) -> Option<&'static str> {
    let (scope, bare) = match name.strip_prefix('@').and_then(|name| name.split_once('/')) {
        Some((scope, bare)) => (Some(scope), bare),
        None => (None, name),
    };
    if name.len() > LENGTH_LIMIT {
        return Some("it is longer than 214 characters");
    }
    if scope.is_none() && (RESERVED.contains(&bare) || CORE_MODULES.contains(&bare)) {
        return Some("it is taken by npm or node itself");
    }
    if scope.is_none() && bare == OURS {
        return Some("it is the package of the runtime itself");
    }
    scope.into_iter().chain([bare]).find_map(part_fault)
}

fn part_fault(part: &str) -> Option<&'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    match part {
        "" => Some("it is empty"),
        part if part.starts_with(['.', '_', '-']) => Some("it begins with a dot, an underscore or a hyphen"),
        part if !part.chars().all(plain) => Some("it has other characters than a-z, 0-9, -, _ and ."),
        _ => None,
    }
}

/// The name with what npm refuses turned into hyphens; none where nothing is left of it.
pub fn closest(name: &str) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c.to_ascii_lowercase() } else { '-' };
    let hyphened: String = name.chars().map(plain).collect();
    let words: Vec<&str> = hyphened.split('-').filter(|word| !word.is_empty()).collect();
    let joined: String = words.join("-").trim_start_matches(['.', '_', '-']).chars().take(LENGTH_LIMIT).collect();
    [joined.clone(), format!("{joined}-model")].into_iter().find(|name| fault(name).is_none())
}

/// Proves that npm takes the version.
///
/// # Errors
/// `bad-version` with an example.
pub fn check_version(version: &str) -> Result<()> {
    match semver::Version::parse(version) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::caller("bad-version", format!("npm takes no such version: {error}"))
            .at(format!("version {version}"))
            .hint("give three numbers with --version, such as --version 1.0.0")),
    }
}

/// Proves that the license is one line of words, as SPDX expressions are.
///
/// # Errors
/// `bad-license` with examples.
pub fn check_license(license: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || " .-+():/_".contains(c);
    match !license.trim().is_empty() && license.chars().all(plain) {
        true => Ok(()),
        false => Err(Error::caller("bad-license", "this is no SPDX expression")
            .at(format!("license {license}"))
            .hint("such as --license MIT, \"MIT OR Apache-2.0\", UNLICENSED, \"SEE LICENSE IN LICENSE.txt\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_npm_takes_is_taken() {
        for name in ["iris", "iris-species", "@me/iris", "@me/http", "@me/windowbox", "a.b_c", "1"] {
            assert_eq!(fault(name), None, "{name}");
        }
        check(&"a".repeat(214)).unwrap();
    }

    #[test]
    fn what_npm_refuses_is_refused_with_the_closest() {
        let cases = [
            ("Iris Species", "--name iris-species"),
            (".iris", "--name iris"),
            ("http", "--name http-model"),
            ("windowbox", "--name windowbox-model"),
            ("Windowbox", "--name windowbox-model"),
            ("node_modules", "--name node_modules-model"),
            ("../../etc", "--name etc"),
            ("iris~1", "--name iris-1"),
            ("@me/", "--name me"),
            ("@/x", "--name x"),
            ("a/b", "--name a-b"),
            ("", "give one with --name, such as --name iris-species"),
            ("é", "give one with --name, such as --name iris-species"),
        ];
        for (name, hint) in cases {
            let error = check(name).unwrap_err();
            assert_eq!((error.code, &error.hint[..]), ("bad-name", hint), "{name}");
        }
        assert!(check(&"a".repeat(215)).is_err());
    }

    #[test]
    fn versions_are_semantic() {
        assert!(check_version("1.2.3-beta.1+x").is_ok());
        for version in ["1.2", "v1.2.3", "", "1.2.3 ", "01.2.3"] {
            assert_eq!(check_version(version).unwrap_err().code, "bad-version", "{version}");
        }
    }
}
