//! `baton person`.

use super::order;
use crate::admin::{AddPerson, Order};
use crate::config::Folder;
use crate::entry;
use baton_core::Role;
use clap::{Args, Subcommand, ValueEnum};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  baton person add --data ./data --email chris@cedarlane.example --name \"Chris Bell\"
  baton person add --data ./data --email maya@cedarlane.example --name \"Maya Ortiz\" --role lead \\
        --password-stdin < password.txt
  baton person password --data ./data --email chris@cedarlane.example --password-stdin < password.txt
  baton person list --data ./data --json";

/// The team.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Person {
    /// Somebody joins.
    #[command(after_help = EXAMPLES)]
    Add(Add),
    /// Give somebody a new password; they are signed out everywhere.
    #[command(after_help = EXAMPLES)]
    Password(NewPassword),
    /// Everybody.
    #[command(after_help = EXAMPLES)]
    List(List),
}

/// Somebody joins.
#[derive(Debug, Args)]
pub(crate) struct Add {
    #[command(flatten)]
    folder: Folder,
    /// Their e-mail address, with which they sign in and the policy names them.
    #[arg(long, value_name = "ADDRESS", value_parser = entry::email)]
    email: String,
    /// Their name.
    #[arg(long, value_name = "NAME", value_parser = entry::name)]
    name: String,
    /// What they may do.
    #[arg(long, value_name = "ROLE", default_value = "agent")]
    role: RoleName,
    /// Their password comes on stdin: at least 12 characters. Without one they cannot sign in yet.
    #[arg(long)]
    password_stdin: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Gives somebody a new password.
#[derive(Debug, Args)]
pub(crate) struct NewPassword {
    #[command(flatten)]
    folder: Folder,
    /// Their e-mail address.
    #[arg(long, value_name = "ADDRESS", value_parser = entry::email)]
    email: String,
    /// The password comes on stdin: at least 12 characters.
    #[arg(long, required = true)]
    password_stdin: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Everybody.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    folder: Folder,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// A role's name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RoleName {
    /// Answers, claims, releases, hands over.
    Agent,
    /// Also assigns directly and takes from others.
    Lead,
    /// Also changes the policy, people, lines and tokens.
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Agent => Self::Agent,
            RoleName::Lead => Self::Lead,
            RoleName::Admin => Self::Admin,
        }
    }
}

impl Person {
    /// Does it.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Add(Add { folder, email, name, role, password_stdin, json }) => {
                let password_hash = if password_stdin { Some(hash()?) } else { None };
                let add = AddPerson { email, name, role: role.into(), password_hash };
                order(&folder, Order::AddPerson(add), json)
            }
            Self::Password(NewPassword { folder, email, json, .. }) => {
                let hash = hash()?;
                order(&folder, Order::SetPassword { email, hash }, json)
            }
            Self::List(List { folder, json }) => order(&folder, Order::ListPeople, json),
        }
    }
}

fn hash() -> anyhow::Result<String> {
    Ok(baton_web::hash_password(&entry::secret("the password")?)?)
}
