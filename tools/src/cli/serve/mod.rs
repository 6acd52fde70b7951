//! `windowbox serve`: a small static server, for looking at a page.

mod file;

use file::{Found, find};
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use tiny_http::{Header, Method, Request, Server, StatusCode};
use windowbox::{Error, Result};

/// A page asks for some files at once, and a slow one must not hold the others.
const WORKERS: usize = 4;

/// What a page of windowbox needs, and nothing more.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const EXAMPLES: &str = "\
Only this machine can reach it: it listens on 127.0.0.1 and answers to no other name. Files whose
name begins with a dot, and links that lead out of the folder, are not served.

Examples:
  windowbox serve www                  on a free port, which is printed
  windowbox serve www --port 8000
  windowbox serve www --csp            with a strict Content-Security-Policy, to see that it holds

Exit codes: 1 the port is taken or DIR is no folder, 6 DIR cannot be read.";

/// Serve a folder on this machine, to look at a page
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The port; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Send a strict Content-Security-Policy with every file
    #[arg(long)]
    csp: bool,
}

pub fn run(args: &Args) -> Result<()> {
    let site = Site::open(args)?;
    let address = format!("http://127.0.0.1:{}/", site.port);
    super::terminal::print(&format!("Serving {} at {address} (Ctrl-C ends it)\n", args.folder.display()))?;
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| site.work());
        }
    });
    Ok(())
}

struct Site {
    server: Server,
    root: PathBuf,
    port: u16,
    csp: bool,
}

impl Site {
    fn open(args: &Args) -> Result<Self> {
        let root = args.folder.canonicalize().map_err(|e| unreadable(&e, args))?;
        if !root.is_dir() {
            return Err(not_a_folder(args));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).map_err(|e| unavailable(&e, args.port))?;
        let port = listener.local_addr().map_err(|e| unavailable(&e, args.port))?.port();
        let server = Server::from_listener(listener, None).map_err(|e| unserved(&*e, port))?;
        Ok(Self { server, root, port, csp: args.csp })
    }

    fn work(&self) {
        while let Ok(request) = self.server.recv() {
            // Whoever asked may be gone: that is no reason to stop.
            drop(self.answer(request));
        }
    }

    fn answer(&self, request: Request) -> io::Result<()> {
        if !self.is_for_us(&request) {
            return self.say(request, 403, "403: this server answers to 127.0.0.1 and localhost only");
        }
        if !matches!(request.method(), Method::Get | Method::Head) {
            return self.say(request, 405, "405: files can be read, nothing else");
        }
        match find(&self.root, request.url()) {
            Found::File(path) => self.send(request, &path),
            Found::Folder(location) => match header("Location", &location) {
                Some(location) => reply(request, 301, vec![location], io::empty(), 0),
                None => self.say(request, 404, "404: there is no such file"),
            },
            Found::Nothing => self.say(request, 404, "404: there is no such file"),
        }
    }

    /// A page of another site whose name is made to point here must not read files.
    fn is_for_us(&self, request: &Request) -> bool {
        let host = request.headers().iter().find(|header| header.field.equiv("Host"));
        let names = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        host.is_none_or(|host| names.iter().any(|name| host.value.as_str() == name.as_str()))
    }

    fn send(&self, request: Request, path: &Path) -> io::Result<()> {
        let Ok(content) = File::open(path) else {
            return self.say(request, 404, "404: the file cannot be read");
        };
        let length = content.metadata()?.len();
        let mut headers = self.headers();
        headers.extend(header("Content-Type", &file::media_type(path)));
        reply(request, 200, headers, content, length)
    }

    fn say(&self, request: Request, status: u16, words: &str) -> io::Result<()> {
        let allow = (status == 405).then(|| header("Allow", "GET, HEAD")).flatten();
        let kind = header("Content-Type", "text/plain; charset=UTF-8");
        let headers = self.headers().into_iter().chain(kind).chain(allow).collect();
        let text = format!("{words}\n");
        reply(request, status, headers, text.as_bytes(), text.len() as u64)
    }

    fn headers(&self) -> Vec<Header> {
        // Who looks at a page edits it: nothing is kept without asking.
        let always = [header("Cache-Control", "no-cache"), header("X-Content-Type-Options", "nosniff")];
        let policy = self.csp.then(|| header("Content-Security-Policy", POLICY));
        always.into_iter().chain(policy).flatten().collect()
    }
}

/// Answers, and lets the connection go: tiny_http may give a new one to a thread that waits for an old one to ask again,
/// and a page that asks for many files at once would wait with it.
fn reply(request: Request, status: u16, headers: Vec<Header>, content: impl Read, length: u64) -> io::Result<()> {
    let body = if *request.method() == Method::Head { 0 } else { length };
    let mut to = request.into_writer();
    write!(to, "HTTP/1.1 {status} {}\r\n", StatusCode(status).default_reason_phrase())?;
    headers.iter().try_for_each(|header| write!(to, "{header}\r\n"))?;
    // A page shows progress by the length.
    write!(to, "Content-Length: {length}\r\nConnection: close\r\n\r\n")?;
    io::copy(&mut content.take(body), &mut to)?;
    to.flush()
}

fn unreadable(error: &io::Error, args: &Args) -> Error {
    Error::io(error.to_string()).at(args.folder.display().to_string()).hint("name a folder that you may read")
}

fn not_a_folder(args: &Args) -> Error {
    Error::caller("not-a-folder", "this is not a folder")
        .at(args.folder.display().to_string())
        .hint("name the folder that the page is in")
}

fn unserved(error: &dyn std::error::Error, port: u16) -> Error {
    Error::io(error.to_string()).at(format!("port {port}")).hint("try again, or another port with --port")
}

fn unavailable(error: &io::Error, port: u16) -> Error {
    match error.kind() {
        io::ErrorKind::AddrInUse => Error::caller("port-taken", "another program uses this port")
            .hint("choose another one, or leave --port away to get a free one"),
        io::ErrorKind::PermissionDenied => {
            Error::caller("port-refused", "this port is the system's").hint("choose one above 1023")
        }
        _ => return unserved(error, port),
    }
    .at(format!("port {port}"))
}

/// A header, unless a name or value is not one: an address may be anything.
fn header(name: &str, value: &str) -> Option<Header> {
    Header::from_bytes(name, value).ok()
}
