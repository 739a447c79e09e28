//! `baton token`.

use super::order;
use crate::admin::{AddToken, Order, RevokeToken};
use crate::config::Folder;
use crate::entry;
use clap::{Args, Subcommand};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  baton token add scripts --data ./data --person ruth@cedarlane.example --json
  baton token add greeter --data ./data --program --scopes read,send
  baton token list --data ./data
  baton token revoke scripts --data ./data

A person's token acts as that person, with the token's name on record. A program never owns anything, and may do what
its scopes say: read, route, note, notes (read them), draft, send. Of people's tokens only: contacts (change them, record
consent), admin (policy, set-up, a rehearsal's clock).";

/// Bearer tokens.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Token {
    /// Make one; it is shown once.
    #[command(after_help = EXAMPLES)]
    Add(Add),
    /// Every token that is not withdrawn.
    #[command(after_help = EXAMPLES)]
    List(List),
    /// Withdraw one; it is refused from then on.
    #[command(after_help = EXAMPLES)]
    Revoke(Revoke),
}

/// Makes a token.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("holder").required(true).args(["person", "program"]))]
pub(crate) struct Add {
    /// What to call it; for a program, its name.
    #[arg(value_name = "NAME", value_parser = entry::name)]
    name: String,
    #[command(flatten)]
    folder: Folder,
    /// The e-mail address of the person for whom it speaks.
    #[arg(long, value_name = "ADDRESS", value_parser = entry::email)]
    person: Option<String>,
    /// It speaks for a program of that name.
    #[arg(long)]
    program: bool,
    /// What it may do, with commas between; a person's token without it may do what the person may.
    #[arg(long, value_name = "SCOPES", value_delimiter = ',', value_parser = scope)]
    scopes: Vec<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Every token.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    folder: Folder,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Withdraws a token.
#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// Its name.
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    folder: Folder,
    /// The e-mail address of the person whose it is, where several have one of this name.
    #[arg(long, value_name = "ADDRESS", value_parser = entry::email)]
    person: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

fn scope(text: &str) -> Result<String, String> {
    let text = text.trim();
    if baton_web::SCOPES.contains(&text) {
        return Ok(text.to_owned());
    }
    let near = entry::nearest(text, baton_web::SCOPES.into_iter());
    let near = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
    Err(format!("There is no scope “{text}”.{near} The scopes are {}.", baton_web::SCOPES.join(", ")))
}

impl Token {
    /// Does it.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Add(Add { name, folder, person, scopes, json, .. }) => {
                order(&folder, Order::AddToken(AddToken { name, person, scopes }), json)
            }
            Self::List(List { folder, json }) => order(&folder, Order::ListTokens, json),
            Self::Revoke(Revoke { name, folder, person, json }) => {
                order(&folder, Order::RevokeToken(RevokeToken { name, person }), json)
            }
        }
    }
}
