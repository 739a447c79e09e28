//! `baton init`.

use crate::admin::{Order, SetUp, carry_out};
use crate::config::{Config, Folder};
use crate::entry;
use crate::output::print;
use clap::Args;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  baton init --data ./data --business \"Cedar Lane Physio\" --email ruth@cedarlane.example \\
        --name \"Ruth Adler\" --zone America/New_York --password-stdin < password.txt
  baton init --data ./rehearsal --rehearsal --business … --email … --name … --password-stdin < password.txt

It writes a policy to begin with: one queue, General, of which this person is member, lead and fallback, open
Monday to Friday from 9 to 18. See it with baton policy show.";

/// Sets up a workspace.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Init {
    #[command(flatten)]
    folder: Folder,
    /// The name of the business.
    #[arg(long, value_name = "NAME", value_parser = entry::name)]
    business: String,
    /// The e-mail address of its first person, who signs in with it.
    #[arg(long, value_name = "ADDRESS", value_parser = entry::email)]
    email: String,
    /// The name of its first person.
    #[arg(long, value_name = "NAME", value_parser = entry::name)]
    name: String,
    /// Their password comes on stdin: at least 12 characters.
    #[arg(long, required = true)]
    password_stdin: bool,
    /// The time zone of the business; this machine's where it is not said.
    #[arg(long, value_name = "ZONE", value_parser = entry::zone)]
    zone: Option<String>,
    /// A folder for rehearsals: its time can be moved, and nothing real happens in it.
    #[arg(long)]
    rehearsal: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Init {
    /// Makes the workspace and notes in the folder what was said about it.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let password = entry::secret("the password")?;
        let order = SetUp {
            business: self.business,
            zone: self.zone.unwrap_or_else(entry::machine_zone),
            email: self.email,
            name: self.name,
            password_hash: baton_web::hash_password(&password)?,
            public_url: self.folder.public_url.clone(),
            rehearsal: self.rehearsal,
        };
        let answer = carry_out(&self.folder, Order::SetUp(order))?;
        let Folder { data, database, public_url } = self.folder;
        Config { public_url, database, ..Config::default() }.record(&data)?;
        print(self.json, &answer.document, &answer.words)?;
        Ok(ExitCode::SUCCESS)
    }
}
