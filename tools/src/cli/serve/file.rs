//! From the path of a request to a file inside the folder, and never out of it.

use percent_encoding::percent_decode_str;
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Debug, PartialEq)]
pub enum Found {
    /// A file, by its real path.
    File(PathBuf),
    /// A folder without a slash at the end: where it is with one.
    Folder(String),
    /// Nothing that is served.
    Nothing,
}

/// Finds what a request asks for. `root` is a real path: no link in it.
pub fn find(root: &Path, url: &str) -> Found {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let Some(asked) = inside(root, path) else { return Found::Nothing };
    match asked.is_dir() {
        // A slash is added, not a path made up: `//host` would be another site.
        true if !path.ends_with('/') => Found::Folder(format!("{path}/")),
        true => file(root, &asked.join("index.html")),
        false => file(root, &asked),
    }
}

fn file(root: &Path, path: &Path) -> Found {
    match path.canonicalize() {
        Ok(real) if real.starts_with(root) && real.is_file() => Found::File(real),
        _ => Found::Nothing,
    }
}

/// The path below the folder, name by name; the real one, links followed, must be
/// below it too.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let names = path.strip_prefix('/')?;
    let mut asked = root.to_path_buf();
    for name in names.strip_suffix('/').unwrap_or(names).split('/') {
        let name = percent_decode_str(name).decode_utf8().ok()?;
        match name.as_ref() {
            "" if names.is_empty() || names == "/" => {}
            name if is_plain(name) => asked.push(name),
            _ => return None,
        }
    }
    asked.canonicalize().ok().filter(|real| real.starts_with(root))
}

/// One name of a file that is not hidden: no way up, no second path inside.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0'])
}

/// The media type by the name's ending; text is UTF-8.
pub fn media_type(path: &Path) -> String {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending {
        "js" | "mjs" => "text/javascript; charset=utf-8".into(),
        "wasm" => "application/wasm".into(),
        "wbx" => "application/octet-stream".into(),
        // Declarations, not a film.
        "ts" | "cts" | "mts" => "text/plain; charset=utf-8".into(),
        _ => guessed(path),
    }
}

fn guessed(path: &Path) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    match kind.type_() == mime_guess::mime::TEXT {
        true => format!("{kind}; charset=utf-8"),
        false => kind.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        std::fs::create_dir_all(root.join("sub")).unwrap();
        for name in ["root/index.html", "root/sub/index.html", "root/a b.js", "root/.env", "secret"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        folder
    }

    fn found(folder: &tempfile::TempDir, url: &str) -> Found {
        let root = folder.path().canonicalize().unwrap().join("root");
        match find(&root, url) {
            Found::File(path) => Found::File(path.strip_prefix(root).unwrap().to_path_buf()),
            other => other,
        }
    }

    #[test]
    fn files_and_index_pages_are_found() {
        let site = site();
        let file = |name: &str| Found::File(name.into());
        assert_eq!(found(&site, "/"), file("index.html"));
        assert_eq!(found(&site, "/?a=/../x#y"), file("index.html"));
        assert_eq!(found(&site, "/a%20b.js"), file("a b.js"));
        assert_eq!(found(&site, "/sub/"), file("sub/index.html"));
        assert_eq!(found(&site, "/sub?x"), Found::Folder("/sub/".into()));
        assert_eq!(found(&site, "/nothing"), Found::Nothing);
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        let site = site();
        let urls = [
            "/../secret",
            "/%2e%2e/secret",
            "/sub/..%2f..%2fsecret",
            "/sub/%2e%2e/%2e%2e/secret",
            "/..%5csecret",
            "//secret",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/C:/secret",
            "secret",
            "",
            "http://x/index.html",
            "/.env",
            "/%2eenv",
            "/index.html%00",
            "/%ff",
            "//",
        ];
        for url in urls {
            assert!(!matches!(found(&site, url), Found::File(path) if path != Path::new("index.html")), "{url}");
        }
        assert_eq!(found(&site, "/../index.html"), Found::Nothing);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_only() {
        let site = site();
        let root = site.path().join("root");
        std::os::unix::fs::symlink(site.path(), root.join("up")).unwrap();
        std::os::unix::fs::symlink(site.path().join("secret"), root.join("s")).unwrap();
        std::os::unix::fs::symlink(root.join("index.html"), root.join("home.html")).unwrap();
        std::fs::create_dir(root.join("d")).unwrap();
        std::os::unix::fs::symlink(site.path().join("secret"), root.join("d/index.html")).unwrap();
        for url in ["/up", "/up/", "/up/secret", "/s", "/d/"] {
            assert_eq!(found(&site, url), Found::Nothing, "{url}");
        }
        assert_eq!(found(&site, "/home.html"), Found::File("index.html".into()));
    }

    #[test]
    fn media_types_are_what_browsers_want() {
        let cases = [
            ("a.wasm", "application/wasm"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.html", "text/html; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.svg", "image/svg+xml"),
            ("a.json", "application/json"),
            ("a.wbx", "application/octet-stream"),
            ("a", "application/octet-stream"),
            ("index.d.ts", "text/plain; charset=utf-8"),
        ];
        for (name, expected) in cases {
            assert_eq!(media_type(Path::new(name)), expected);
        }
    }
}
