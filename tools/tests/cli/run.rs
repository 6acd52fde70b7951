//! Running the command, and reading what it says.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use windowbox::Pipeline;

/// What a run of the command left.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

/// A folder with models, in which the command runs.
pub struct Shell {
    pub folder: tempfile::TempDir,
}

impl Shell {
    pub fn new(models: &[(&str, Pipeline)]) -> Self {
        let shell = Self { folder: tempfile::tempdir().unwrap() };
        for (name, pipeline) in models {
            let bytes = windowbox::pack(&pipeline.clone().check().unwrap()).unwrap();
            shell.write(name, bytes);
        }
        shell
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), content).unwrap();
    }

    pub fn run(&self, args: &[&str]) -> Said {
        self.pipe(args, "")
    }

    pub fn pipe(&self, args: &[&str], input: impl AsRef<[u8]>) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_windowbox"));
        command.args(args).current_dir(self.path()).env_remove("COLUMNS");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref().to_vec();
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}
