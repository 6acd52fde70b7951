//! The `windowbox` command.

fn main() -> std::process::ExitCode {
    // A program of WASI starts in no folder, and is told which it was called in.
    #[cfg(target_os = "wasi")]
    if let Some(folder) = std::env::var_os("PWD") {
        std::env::set_current_dir(folder).expect("the folder that it was called in is there");
    }
    windowbox_tools::cli::main()
}
