//! The program `baton`: command line, configuration, start and stop.
//!
//! A command is a file in `command/`. What changes a workspace (people, tokens, lines, the policy) is an [`admin::Order`]:
//! it is carried out here when no server has the folder, and by the server over its socket when one does, by the same
//! code. `server` starts and stops a server; `demo` and `bench` start one of their own.
//!
//! To add a command: a file in `command/` with its arguments and `run`, and a variant of [`command::Command`]. If it
//! changes a workspace, an order in `admin/` too.

#![expect(
    clippy::doc_markdown,
    reason = "what is said of a command's options is its help, and help is no markdown"
)]

mod admin;
mod bench;
mod carriers;
mod command;
mod config;
mod demo;
mod entry;
mod logging;
mod output;
mod server;
mod stop;

use clap::Parser;
use std::process::ExitCode;

/// Texts are made in one thread and let go in another, which the C library's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A self-hosted team inbox for two-way business texting in which every conversation has exactly one owner.
#[derive(Debug, Parser)]
#[command(name = "baton", version, propagate_version = true, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: command::Command,
}

const EXAMPLES: &str = "\
Examples:
  baton demo                                     look around with a sample business, nothing to set up
  baton init --data ./data --business \"Cedar Lane Physio\" --email ruth@cedarlane.example \\
        --name \"Ruth Adler\" --password-stdin < password.txt
  baton serve --data ./data                      run the server

Exit codes: 0 done; 1 refused or failed, with the reason on stderr; 2 wrong usage.";

fn main() -> ExitCode {
    // Wrong usage ends here, with exit code 2 and the usage on stderr.
    let cli = Cli::parse();
    logging::start();
    match cli.command.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", output::sentence(&error));
            ExitCode::FAILURE
        }
    }
}
