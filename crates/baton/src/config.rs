//! The configuration of a data folder: its file `baton.toml`, the environment, flags. Later ones win.
//!
//! clap reads flags and environment (a flag goes before its variable); what neither says comes from the file.

use crate::entry;
use anyhow::{Context, bail};
use clap::Args;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// The file's name in the folder.
const FILE: &str = "baton.toml";
/// What may stand in it.
const KEYS: [&str; 4] = ["listen", "public_url", "database", "behind_proxy"];
/// The variables that something of Baton's reads.
const VARIABLES: [&str; 6] =
    ["BATON_DATA", "BATON_LISTEN", "BATON_PUBLIC_URL", "BATON_DATABASE", "BATON_TEST_CLOCK", "BATON_LOG"];

/// Which data folder, and what about it is said otherwise than in its file.
#[derive(Debug, Clone, Args)]
pub(crate) struct Folder {
    /// The data folder.
    #[arg(long, value_name = "DIR", env = "BATON_DATA")]
    pub(crate) data: PathBuf,
    /// The PostgreSQL database, such as postgres://baton@localhost/baton; without one the data is in the folder.
    #[arg(long, value_name = "URL", env = "BATON_DATABASE", value_parser = entry::database, hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Where carriers and browsers reach the server, such as https://texts.example.
    #[arg(long, value_name = "URL", env = "BATON_PUBLIC_URL", value_parser = entry::url)]
    pub(crate) public_url: Option<String>,
}

/// What is configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// `HOST:PORT`.
    pub(crate) listen: Option<String>,
    /// Without a slash at the end.
    pub(crate) public_url: Option<String>,
    /// `postgres://…`.
    pub(crate) database: Option<String>,
    /// A proxy on this machine stands in front, and says who calls.
    pub(crate) behind_proxy: bool,
}

impl Folder {
    /// What is configured for this folder: flag, else environment, else file.
    pub(crate) fn config(&self) -> anyhow::Result<Config> {
        warn_of_misspelled_variables();
        let file = Config::read(&self.data)?;
        Ok(Config {
            listen: file.listen,
            public_url: self.public_url.clone().or(file.public_url),
            database: self.database.clone().or(file.database),
            behind_proxy: file.behind_proxy,
        })
    }
}

impl Config {
    /// The file of a folder; nothing where there is none.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).with_context(|| format!("{} cannot be used", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let table =
            DeTable::parse(text).map_err(|error| anyhow::anyhow!("{}", error.to_string().trim_end()))?;
        let mut config = Self::default();
        for (key, value) in table.get_ref() {
            let line = text[..key.span().start].matches('\n').count() + 1;
            let key = key.get_ref().as_ref();
            let place = match key {
                "listen" => &mut config.listen,
                "public_url" => &mut config.public_url,
                "database" => &mut config.database,
                "behind_proxy" => {
                    let DeValue::Boolean(value) = value.get_ref() else {
                        bail!("line {line}: {key} is true or false, without quotes.");
                    };
                    config.behind_proxy = *value;
                    continue;
                }
                other => bail!("line {line}: {}", unknown(other)),
            };
            let DeValue::String(value) = value.get_ref() else {
                bail!("line {line}: {key} is a text, in quotes.");
            };
            let checked = match key {
                "public_url" => entry::url(value),
                "database" => entry::database(value),
                _ => Ok(value.to_string()),
            };
            *place = Some(checked.map_err(|sentence| anyhow::anyhow!("line {line}, {key}: {sentence}"))?);
        }
        Ok(config)
    }

    /// Writes what is set here and not in the folder's file into it. What stands there stays.
    pub(crate) fn record(&self, folder: &Path) -> anyhow::Result<()> {
        let there = Self::read(folder)?;
        let mut lines = String::new();
        let missing = [
            ("public_url", &self.public_url, &there.public_url),
            ("database", &self.database, &there.database),
        ];
        for (key, value, _) in missing.iter().filter(|(_, value, there)| value.is_some() && there.is_none()) {
            let value = value.as_deref().unwrap_or_default().replace('\\', "\\\\").replace('"', "\\\"");
            // Writing to a String cannot fail.
            let _ = writeln!(lines, "{key} = \"{value}\"");
        }
        if lines.is_empty() {
            return Ok(());
        }
        append(&folder.join(FILE), &lines)
    }
}

/// Adds lines to a file that only its owner can read, for a database's URL can hold a password.
fn append(path: &Path, lines: &str) -> anyhow::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let wrong = || format!("{} cannot be written", path.display());
    let present = std::fs::read_to_string(path).unwrap_or_default();
    let gap = if present.is_empty() || present.ends_with('\n') { "" } else { "\n" };
    let mut file =
        std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).with_context(wrong)?;
    file.write_all(format!("{gap}{lines}").as_bytes()).and_then(|()| file.sync_all()).with_context(wrong)
}

fn unknown(key: &str) -> String {
    let near = entry::nearest(key, KEYS.into_iter());
    let near = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
    format!("there is no setting “{key}”.{near} The settings are {}.", KEYS.join(", "))
}

/// A variable that nobody reads would be ignored in silence.
fn warn_of_misspelled_variables() {
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with("BATON_")) else { continue };
        if !VARIABLES.contains(&name)
            && let Some(near) = entry::nearest(name, VARIABLES.into_iter())
        {
            eprintln!("The variable {name} means nothing. Did you mean {near}?");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_setting_is_refused_with_its_line_and_the_nearest_name() {
        let error =
            Config::parse("# ours\nlisten = \"127.0.0.1:80\"\npublic_ulr = \"https://texts.example\"\n")
                .unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 3: there is no setting “public_ulr”. Did you mean public_url? The settings are listen, public_url, \
             database, behind_proxy."
        );
        assert!(
            Config::parse("listen = 80").unwrap_err().to_string().contains("listen is a text, in quotes")
        );
        assert!(Config::parse("listen =").is_err());
        assert_eq!(Config::parse("behind_proxy = true").map(|config| config.behind_proxy).ok(), Some(true));
        assert!(Config::parse("behind_proxy = \"yes\"").unwrap_err().to_string().contains("true or false"));
    }

    #[test]
    fn what_init_records_is_read_again_and_what_stands_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "# mine\nlisten = \"127.0.0.1:80\"").unwrap();
        let wanted = Config {
            listen: Some("ignored".to_owned()),
            public_url: Some("https://texts.example".to_owned()),
            database: Some("postgres://u:p\"w\\@h/d".to_owned()),
            behind_proxy: false,
        };
        wanted.record(folder.path()).unwrap();
        wanted.record(folder.path()).unwrap();
        let read = Config::read(folder.path()).unwrap();
        assert_eq!(read, Config { listen: Some("127.0.0.1:80".to_owned()), ..wanted });
    }
}
