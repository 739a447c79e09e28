//! The socket in a data folder over which commands ask the server that has it.
//!
//! A line of JSON each way. Only the user who runs the server, and root, may ask: the socket's permissions say so, and
//! the other end's credentials are looked at too, because a folder's permissions can be anything.

use super::{Answer, Order, Place, perform};
use crate::output::sentence;
use anyhow::{Context, bail};
use baton_engine::Engine;
use serde::{Deserialize, Serialize};
use std::fs::{File, Permissions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};

/// The socket's name in the folder.
const NAME: &str = "baton.sock";
/// The longest order: a policy of a mebibyte, escaped.
const LONGEST: u64 = 8 << 20;
/// The most bytes of a socket's path, with a byte to spare (`sun_path` in unix(7)).
const LONGEST_PATH: usize = 100;

/// What a command asks.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Asked {
    /// The version of the command.
    pub(super) version: String,
    /// What it wants.
    pub(super) order: Order,
}

/// What the server says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// It is done.
    Answer(Answer),
    /// It is not, and why.
    Refused(String),
}

/// Where the socket is. A path that is too long for a socket is taken through the folder's descriptor.
#[derive(Debug)]
pub(super) struct Path {
    path: PathBuf,
    _folder: File,
}

impl Path {
    pub(super) fn of(folder: &std::path::Path) -> io::Result<Self> {
        let opened = File::open(folder)?;
        let plain = folder.join(NAME);
        let path = if plain.as_os_str().len() <= LONGEST_PATH {
            plain
        } else {
            PathBuf::from(format!("/proc/self/fd/{}/{NAME}", opened.as_raw_fd()))
        };
        Ok(Self { path, _folder: opened })
    }

    pub(super) fn as_path(&self) -> &std::path::Path {
        &self.path
    }
}

/// The server's end; taken away when dropped.
#[derive(Debug)]
pub(crate) struct Socket {
    listener: UnixListener,
    path: Path,
    /// The user who runs the server.
    user: u32,
}

impl Socket {
    /// Listens in a folder that this process has locked, within a runtime.
    pub(crate) fn listen(folder: &std::path::Path) -> anyhow::Result<Self> {
        let wrong = || format!("the socket for commands in {} could not be made", folder.display());
        let path = Path::of(folder).with_context(wrong)?;
        // Whoever left one there is gone, for the folder is ours.
        match std::fs::remove_file(path.as_path()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error).with_context(wrong),
            _ => {}
        }
        let listener = UnixListener::bind(path.as_path()).with_context(wrong)?;
        std::fs::set_permissions(path.as_path(), Permissions::from_mode(0o600)).with_context(wrong)?;
        let user = std::fs::metadata(path.as_path()).with_context(wrong)?.uid();
        Ok(Self { listener, path, user })
    }

    /// Answers commands until dropped.
    pub(crate) async fn serve(self, engine: Engine) {
        let place = Arc::new(Place::Running(engine));
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let (place, user) = (Arc::clone(&place), self.user);
                    tokio::spawn(async move {
                        if let Err(error) = answer(stream, &place, user).await {
                            tracing::warn!("a command could not be answered: {}", sentence(&error));
                        }
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a command could not connect");
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
            }
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Left behind it is harmless: nobody listens there, and the next server takes its place.
        let _ = std::fs::remove_file(self.path.as_path());
    }
}

async fn answer(stream: UnixStream, place: &Place, user: u32) -> anyhow::Result<()> {
    let asks = stream.peer_cred()?.uid();
    if asks != user && asks != 0 {
        bail!("the user {asks} may not give commands here");
    }
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    BufReader::new(read.take(LONGEST)).read_line(&mut line).await?;
    let said = match serde_json::from_str::<Asked>(&line) {
        Ok(asked) => match perform(place, asked.order).await {
            Ok(answer) => Said::Answer(answer),
            Err(error) => Said::Refused(sentence(&error)),
        },
        Err(error) => Said::Refused(misunderstood(&line, &error)),
    };
    let mut line = serde_json::to_vec(&said)?;
    line.push(b'\n');
    write.write_all(&line).await?;
    Ok(())
}

fn misunderstood(line: &str, error: &serde_json::Error) -> String {
    let ours = env!("CARGO_PKG_VERSION");
    let theirs = serde_json::from_str::<serde_json::Value>(line).ok();
    let theirs = theirs.as_ref().and_then(|asked| asked["version"].as_str()).unwrap_or("another version");
    format!(
        "The server on this folder is baton {ours} and this command is {theirs}; they do not understand each other ({error})."
    )
}
