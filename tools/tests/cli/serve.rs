//! `windowbox serve`.

use crate::run::Shell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A running server; dropping it ends it.
struct Serving {
    child: Child,
    port: u16,
}

impl Serving {
    fn new(shell: &Shell, args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_windowbox"));
        command.arg("serve").args(args).current_dir(shell.path()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split("127.0.0.1:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
        Self { child, port }
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8(answer).unwrap()
    }

    fn get(&self, path: &str) -> String {
        let port = self.port;
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn site() -> Shell {
    let shell = Shell::new(&[]);
    std::fs::create_dir(shell.path().join("www")).unwrap();
    shell.write("www/index.html", "<p>home</p>");
    shell.write("www/a.wasm", b"\0asm");
    shell.write("secret", "secret");
    shell
}

#[test]
fn files_come_with_type_and_length_and_nothing_else_comes() {
    let shell = site();
    let serving = Serving::new(&shell, &["www", "--csp"]);
    let home = serving.get("/");
    assert!(home.starts_with("HTTP/1.1 200") && home.ends_with("<p>home</p>"), "{home}");
    assert!(home.contains("Content-Type: text/html; charset=utf-8\r\n"));
    assert!(home.contains("script-src 'self' 'wasm-unsafe-eval'"));
    // A page that asks for many files at once would wait for connections that are kept.
    assert!(home.contains("\r\nConnection: close\r\n"), "{home}");
    let wasm = serving.get("/a.wasm");
    assert!(wasm.contains("Content-Type: application/wasm\r\n") && wasm.contains("Content-Length: 4\r\n"), "{wasm}");
    for path in ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "/nothing"] {
        assert!(serving.get(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    assert!(serving.ask("POST / HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 405"));
    let foreign = "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert!(serving.ask(foreign).starts_with("HTTP/1.1 403"));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let shell = site();
    let serving = Serving::new(&shell, &["www", "--port", "0"]);
    assert!(!serving.get("/").contains("Content-Security-Policy"));
    let said = shell.run(&["serve", "www", "--port", &serving.port.to_string()]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains(&format!("port-taken at port {}", serving.port)), "{}", said.err);
    let said = shell.run(&["serve", "nowhere"]);
    assert!(said.code == 6 && said.err.contains("; name a folder"), "{said:?}");
    assert_eq!(shell.run(&["serve", "secret"]).code, 1);
}
