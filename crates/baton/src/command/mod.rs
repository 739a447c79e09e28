//! The commands, a file each.

mod bench;
mod demo;
mod init;
mod line;
mod person;
mod policy;
mod serve;
mod token;

use crate::admin::{Order, carry_out};
use crate::config::Folder;
use crate::output::print;
use clap::Subcommand;
use std::process::ExitCode;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server on a data folder.
    Serve(serve::Serve),
    /// Set up a workspace in a data folder.
    Init(init::Init),
    /// The team.
    #[command(subcommand)]
    Person(person::Person),
    /// Bearer tokens for programs and scripts.
    #[command(subcommand)]
    Token(token::Token),
    /// Phone numbers of the business.
    #[command(subcommand)]
    Line(line::Line),
    /// Who owns a text, and why: the policy.
    #[command(subcommand)]
    Policy(policy::Policy),
    /// Look around: a sample business with pretend phones, nothing to set up.
    Demo(demo::Demo),
    /// Measure this machine.
    #[command(subcommand)]
    Bench(bench::Bench),
}

impl Command {
    /// Does it.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Serve(serve) => serve.run(),
            Self::Init(init) => init.run(),
            Self::Person(person) => person.run(),
            Self::Token(token) => token.run(),
            Self::Line(line) => line.run(),
            Self::Policy(policy) => policy.run(),
            Self::Demo(demo) => demo.run(),
            Self::Bench(bench) => bench.run(),
        }
    }
}

/// Has an order carried out and prints what came of it.
fn order(folder: &Folder, order: Order, json: bool) -> anyhow::Result<ExitCode> {
    let answer = carry_out(folder, order)?;
    if answer.well || json {
        print(json, &answer.document, &answer.words)?;
    } else {
        eprintln!("{}", answer.words.trim_end());
    }
    Ok(if answer.well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
