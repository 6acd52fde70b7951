//! Templates, made of www/index.html line by line: `{{name}}` is a place that the command fills.

use anyhow::{Context, Result, ensure};
use base64::prelude::{BASE64_STANDARD, Engine};

const ICON: &str = "icon.svg";

/// The head of the page that is one file: its policy names its one script and style by what they are.
const HEAD: &str = r#"  <title>{{title}}</title>
  <style>{{style}}</style>
  <script id="windowbox-script">{{script}}</script>
"#;

/// Behind its body: what the script reads.
const END: &str = "{{data}}";

/// A served page may be installed, and works offline.
const INSTALLED: &str = r#"  <title>{{title}}</title>
  <link rel="manifest" href="manifest.webmanifest">
  <link rel="apple-touch-icon" href="icon-192.png">
  <link rel="stylesheet" href="{{app}}/page.css">
{{scripts}}{{preloads}}"#;

/// What keeps the page offline, in a file beside the page's own scripts.
pub const REGISTER: &str = "offline/register.js";

/// The styles of a page with their media, in order.
pub fn styles(page: &str) -> Vec<(&str, &str)> {
    let links = page.lines().filter(|line| line.contains("rel=\"stylesheet\""));
    links.filter_map(|line| Some((attribute(line, "href")?, attribute(line, "media").unwrap_or_default()))).collect()
}

/// Where the scripts of a page are, in order.
pub fn scripts(page: &str) -> Vec<&str> {
    page.lines().filter_map(|line| line.contains("<script ").then(|| attribute(line, "src"))?).collect()
}

/// The page that is one file.
pub fn alone(page: &str, icon: &str) -> Result<String> {
    let icon = format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(icon));
    let page = without(&template(page, "{{policy}}", HEAD)?, "<p class=\"late\">", "</p>")?;
    let page = page.replace(ICON, &icon).replace("</body>", &format!("{END}</body>"));
    let others = page.match_indices("href=\"").chain(page.match_indices("src=\""));
    let mut others = others.map(|(at, name)| &page[at + name.len()..]);
    ensure!(others.all(|to| to.starts_with("data:") || to.starts_with('#')), "the page names a file beside it");
    Ok(page)
}

/// The page in a folder.
pub fn served(page: &str) -> Result<String> {
    let policy = policy(page)?.replace("; base-uri", "; manifest-src 'self'; base-uri");
    let line = |file: &str| page.lines().find(|line| line.contains(&format!("src=\"{file}\"")));
    let own = scripts(page).into_iter().filter_map(|file| Some(line(file)?.replace(file, &in_app(file)) + "\n"));
    let register = format!("  <script type=\"module\" src=\"{}\"></script>\n", in_app(REGISTER));
    let scripts: String = own.chain([register]).collect();
    template(page, &policy, &INSTALLED.replace("{{scripts}}", &scripts))
}

/// Bundled, scripts have no folders.
fn in_app(file: &str) -> String {
    format!("{{{{app}}}}/{}", file.rsplit('/').next().unwrap_or(file))
}

/// Without the files of www/, with places for what is in their stead.
fn template(page: &str, policy: &str, head: &str) -> Result<String> {
    let page = page.replace(self::policy(page)?, policy);
    let mut lines = String::new();
    for line in page.lines() {
        match line.trim() {
            own if own.starts_with("<title>") => lines += head,
            own if own.contains("name=\"description\"") => {
                lines += "  <meta name=\"description\" content=\"{{description}}\">\n"
            }
            own if is_file(own) || own.starts_with("<!-- All at once") => {}
            _ => lines += &format!("{line}\n"),
        }
    }
    ensure!(
        lines.contains("{{title}}") && lines.contains("{{description}}"),
        "www/index.html lost its title or description"
    );
    Ok(lines)
}

fn is_file(line: &str) -> bool {
    ["rel=\"stylesheet\"", "rel=\"modulepreload\"", "<script "].iter().any(|part| line.contains(part))
}

fn policy(page: &str) -> Result<&str> {
    let line = page.lines().find(|line| line.contains("Content-Security-Policy"));
    line.and_then(|line| attribute(line, "content")).context("www/index.html has no policy")
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.split_once(&format!("{name}=\""))?.1.split('"').next()
}

fn without(page: &str, from: &str, to: &str) -> Result<String> {
    let (before, rest) = page.split_once(from).with_context(|| format!("www/index.html has no {from}"))?;
    let (_, after) = rest.split_once(to).with_context(|| format!("{from} does not end"))?;
    Ok(format!("{}{after}", before.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<head>
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'">
  <meta name="description" content="x">
  <title>x</title>
  <link rel="icon" href="icon.svg">
  <link rel="stylesheet" href="styles/a.css">
  <link rel="stylesheet" href="styles/b.css" media="print">
  <script type="module" src="theme/stored.js" blocking="render"></script>
  <script type="module" src="main.js"></script>
  <link rel="modulepreload" href="a.js">
</head>
<body><p class="late">Late
  <code>x</code></p><a href="#main"></a></body>
"##;

    #[test]
    fn one_file_names_no_other() {
        let page = alone(PAGE, "<svg/>").unwrap();
        assert!(
            page.contains("content=\"{{policy}}\"") && page.contains("data:image/svg+xml;base64,PHN2Zy8+"),
            "{page}"
        );
        assert!(!page.contains("Late") && !page.contains("main.js") && page.ends_with("{{data}}</body>\n"), "{page}");
        assert!(alone(&PAGE.replace("#main", "x.html"), "<svg/>").is_err());
    }

    #[test]
    fn styles_keep_their_order_and_media() {
        assert_eq!(styles(PAGE), [("styles/a.css", ""), ("styles/b.css", "print")]);
    }

    #[test]
    fn a_served_page_has_the_policy_of_the_page_and_a_manifest() {
        let page = served(PAGE).unwrap();
        assert!(page.contains("content=\"default-src 'none'; manifest-src 'self'; base-uri 'none'\""), "{page}");
        assert!(
            page.contains("src=\"{{app}}/stored.js\" blocking=\"render\"") && page.contains("{{app}}/register.js"),
            "{page}"
        );
        assert!(page.contains("{{app}}/main.js") && !page.contains("modulepreload\" href=\"a.js"), "{page}");
    }
}
