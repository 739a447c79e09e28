//! `baton demo`.

use crate::demo;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  baton demo
  baton demo --listen 127.0.0.1:8080 --data ./demo      keep what you do for the next time

Cedar Lane Physio is not real, and neither are its customers: their phones are pages. Nothing leaves this machine. It
needs no account, and everybody who can reach the address can be everybody, so leave it on this machine.";

/// Runs a sample business.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Demo {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "HOST:PORT", env = "BATON_LISTEN")]
    listen: Option<String>,
    /// A folder to keep it in; without one it is gone when the demo ends.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Demo {
    /// Runs until it is told to stop.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        demo::run(self.listen, self.data)?;
        Ok(ExitCode::SUCCESS)
    }
}
