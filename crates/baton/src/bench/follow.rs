//! The event stream of a server, as a program follows it.

use anyhow::{Context, bail, ensure};
use baton_core::Moment;
use baton_engine::Clock;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// An event that was heard.
#[derive(Debug)]
pub(super) struct Heard {
    /// When, by the machine's clock.
    pub(super) at: Moment,
    /// The same instant for spans.
    pub(super) instant: Instant,
    /// The entry.
    pub(super) entry: Value,
}

impl Heard {
    /// When it was decided, in the server's domain time.
    pub(super) fn decided_at(&self) -> anyhow::Result<Moment> {
        let at = self.entry["at"].as_str().context("an event does not say when it was")?;
        at.parse().with_context(|| format!("an event was at {at}"))
    }
}

/// What is new on a stream.
#[derive(Debug)]
pub(super) struct Stream(mpsc::UnboundedReceiver<Heard>);

impl Stream {
    /// The next event.
    pub(super) async fn next(&mut self) -> anyhow::Result<Heard> {
        self.0.recv().await.context("the server ended the event stream")
    }
}

/// Follows the events of one kind from now on.
pub(super) async fn follow(address: SocketAddr, token: &str, kind: &'static str) -> anyhow::Result<Stream> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET /api/v1/events HTTP/1.1\r\nHost: texts.example\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.read_line(&mut line).await?;
    ensure!(line.starts_with("HTTP/1.1 200 "), "the event stream was answered with {line}");
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        // The stream's end is the channel's: whoever waits for more learns of it.
        let _ = hear(lines, kind, &sender).await;
    });
    Ok(Stream(receiver))
}

/// Lines of an event stream stay whole however it is cut: every chunk holds whole events, and its size stands on a line
/// of its own, which is none of ours.
async fn hear(
    mut lines: impl AsyncBufReadExt + Unpin,
    kind: &str,
    sender: &mpsc::UnboundedSender<Heard>,
) -> anyhow::Result<()> {
    let clock = Clock::real();
    let mut line = String::new();
    let mut wanted = false;
    loop {
        line.clear();
        if lines.read_line(&mut line).await? == 0 {
            bail!("the stream ended");
        }
        if let Some(name) = line.strip_prefix("event: ") {
            wanted = name.trim_end() == kind;
        } else if let Some(data) = line.strip_prefix("data: ").filter(|_| wanted) {
            let entry = serde_json::from_str(data)?;
            sender.send(Heard { at: clock.now(), instant: Instant::now(), entry })?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when events of other kinds are taken for the wanted one, or when the sizes of chunks disturb it.
    #[tokio::test]
    async fn only_the_wanted_events_are_heard() {
        let text = "retry: 1000\n\n\r\n5a\r\nid: 7\nevent: a.b\ndata: {\"at\":\"2026-03-06T21:58:00Z\"}\n\n\
                    id: 8\nevent: a.bc\ndata: {}\n\n\r\n5\r\nid: 9\nevent: a.b\ndata: {\"n\":9}\n\n\r\n: still here\n\n";
        let (sender, mut receiver) = mpsc::unbounded_channel();
        assert!(hear(text.as_bytes(), "a.b", &sender).await.is_err(), "the text ends");
        let first = receiver.recv().await.unwrap();
        assert_eq!(first.decided_at().unwrap(), "2026-03-06T21:58:00Z".parse().unwrap());
        assert_eq!(receiver.recv().await.unwrap().entry["n"], 9);
        assert!(receiver.try_recv().is_err());
    }
}
