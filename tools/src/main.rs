//! The `windowbox` command.

fn main() -> std::process::ExitCode {
    windowbox_tools::cli::main()
}
