//! `baton policy`.

use super::order;
use crate::admin::Order;
use crate::config::Folder;
use crate::output;
use anyhow::Context;
use baton_policy::{MODELS, Model, TEMPLATES};
use clap::{Args, Subcommand};
use serde_json::json;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  baton policy show --data ./data > policy.toml
  baton policy check policy.toml --data ./data
  baton policy set policy.toml --data ./data
  sed s/Office/Clinic/ policy.toml | baton policy set - --data ./data
  baton policy preset
  baton policy preset hybrid > policy.toml

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
    /// Policies to begin with, one for each way to own conversations, and templates: their names, or one of them.
    #[command(after_help = EXAMPLES)]
    Preset(Preset),
}

/// A policy to begin with.
#[derive(Debug, Args)]
pub(crate) struct Preset {
    /// Which one to print; without a name they are listed.
    #[arg(value_name = "NAME", value_parser = preset)]
    name: Option<Model>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
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
            Self::Preset(Preset { name: None, json }) => {
                print_presets(json)?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Preset(Preset { name: Some(Model { name, about, source }), json }) => {
                output::print(json, &json!({"name": name, "about": about, "policy": source}), source)?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

/// The ways to own conversations, and templates to put into any of them.
fn presets() -> impl Iterator<Item = Model> {
    let about = "Templates for everyday texts and handoffs: sections to put into a policy.";
    MODELS.into_iter().chain([Model { name: "templates", about, source: TEMPLATES }])
}

fn preset(name: &str) -> Result<Model, String> {
    presets().find(|preset| preset.name == name).ok_or_else(|| {
        let names: Vec<_> = presets().map(|preset| preset.name).collect();
        format!("there are {}", names.join(", "))
    })
}

fn print_presets(json: bool) -> anyhow::Result<()> {
    let items: Vec<_> = presets().map(|preset| json!({"name": preset.name, "about": preset.about})).collect();
    let rows: Vec<_> =
        presets().map(|preset| vec![preset.name.to_owned(), preset.about.to_owned()]).collect();
    output::print(json, &json!({"items": items}), &output::table(&rows))
}

fn read(file: &Path) -> anyhow::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).context("stdin could not be read")?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("{} could not be read", file.display()))
}
