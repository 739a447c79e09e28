//! `baton policy`.

use super::order;
use crate::admin::Order;
use crate::config::Folder;
use anyhow::Context;
use clap::{Args, Subcommand};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  baton policy show --data ./data > policy.toml
  baton policy check policy.toml --data ./data
  baton policy set policy.toml --data ./data
  sed s/Office/Clinic/ policy.toml | baton policy set - --data ./data

Everything that is wrong is told at once, with its place and what to do. What is wrong is never put live.";

/// The policy.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Policy {
    /// What is wrong with a document, or worth a look; nothing is changed. Exit code 1 if it cannot be used.
    #[command(after_help = EXAMPLES)]
    Check(Document),
    /// The policy that is live.
    #[command(after_help = EXAMPLES)]
    Show(Show),
    /// Put a document live.
    #[command(after_help = EXAMPLES)]
    Set(Document),
}

/// A document.
#[derive(Debug, Args)]
pub(crate) struct Document {
    /// The document, TOML; - reads stdin.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// The policy that is live.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    folder: Folder,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Policy {
    /// Does it.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Check(Document { file, folder, json }) => {
                order(&folder, Order::CheckPolicy { source: read(&file)? }, json)
            }
            Self::Show(Show { folder, json }) => order(&folder, Order::ShowPolicy, json),
            Self::Set(Document { file, folder, json }) => {
                order(&folder, Order::SetPolicy { source: read(&file)? }, json)
            }
        }
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).context("stdin could not be read")?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("{} could not be read", file.display()))
}
