//! Asks the server that has a folder.

use super::socket::{Asked, Path, Said};
use super::{Answer, Order};
use anyhow::{Context, bail};
use std::io::ErrorKind;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;

/// The longest answer: a policy of a mebibyte, twice, escaped.
const LONGEST: u64 = 16 << 20;

/// What the server on this folder answers; none if there is no server.
pub(super) async fn ask(folder: &std::path::Path, order: &Order) -> anyhow::Result<Option<Answer>> {
    let path = match Path::of(folder) {
        Ok(path) => path,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be opened", folder.display())),
    };
    let stream = match UnixStream::connect(path.as_path()).await {
        Ok(stream) => stream,
        // A socket that nobody listens at was left by a server that was killed.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => return Err(error).context("the server on this folder cannot be asked"),
    };
    let said = converse(stream, order).await.context("the server on this folder broke off")?;
    match said {
        Said::Answer(answer) => Ok(Some(answer)),
        Said::Refused(sentence) => bail!("{sentence}"),
    }
}

async fn converse(mut stream: UnixStream, order: &Order) -> anyhow::Result<Said> {
    let asked = Asked { version: env!("CARGO_PKG_VERSION").to_owned(), order: order.clone() };
    let mut line = serde_json::to_vec(&asked)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    let mut answer = String::new();
    BufReader::new(stream.take(LONGEST)).read_line(&mut answer).await?;
    if answer.is_empty() {
        bail!("it said nothing");
    }
    Ok(serde_json::from_str(&answer)?)
}
