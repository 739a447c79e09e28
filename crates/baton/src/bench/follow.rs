//! The event stream of a server, as a program follows it.

use anyhow::{Context, ensure};
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

/// Follows the events of one kind from now on. A server cuts off a reader that has fallen behind; it resumes where it was.
pub(super) async fn follow(address: SocketAddr, token: &str, kind: &'static str) -> anyhow::Result<Stream> {
    let token = token.to_owned();
    let mut lines = open(address, &token, None).await?;
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut last = None;
        // What it fails with ends the channel: whoever waits for more learns of it.
        while hear(lines, kind, &sender, &mut last).await.is_ok() {
            lines = match open(address, &token, last.as_deref()).await {
                Ok(lines) => lines,
                Err(_) => return,
            };
        }
    });
    Ok(Stream(receiver))
}

/// Opens the stream after that position.
async fn open(address: SocketAddr, token: &str, after: Option<&str>) -> anyhow::Result<BufReader<TcpStream>> {
    let mut stream = TcpStream::connect(address).await?;
    let from = after.map_or(String::new(), |after| format!("?after={after}"));
    let request = format!(
        "GET /api/v1/events{from} HTTP/1.1\r\nHost: texts.example\r\nConnection: close\r\n\
         Authorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.read_line(&mut line).await?;
    ensure!(line.starts_with("HTTP/1.1 200 "), "the event stream was answered with {line}");
    Ok(lines)
}

/// Hears everything until the stream ends, and keeps the last position. Lines of an event stream stay whole however it is
/// cut: every chunk holds whole events, and its size stands on a line of its own, which is none of ours.
async fn hear(
    mut lines: impl AsyncBufReadExt + Unpin,
    kind: &str,
    sender: &mpsc::UnboundedSender<Heard>,
    last: &mut Option<String>,
) -> anyhow::Result<()> {
    let clock = Clock::real();
    let mut line = String::new();
    let mut wanted = false;
    loop {
        line.clear();
        if lines.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        if let Some(id) = line.strip_prefix("id: ") {
            *last = Some(id.trim_end().to_owned());
        } else if let Some(name) = line.strip_prefix("event: ") {
            ensure!(name.trim_end() != "reset", "the event stream went on elsewhere");
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
        let mut last = None;
        hear(text.as_bytes(), "a.b", &sender, &mut last).await.unwrap();
        assert_eq!(last.as_deref(), Some("9"));
        let first = receiver.recv().await.unwrap();
        assert_eq!(first.decided_at().unwrap(), "2026-03-06T21:58:00Z".parse().unwrap());
        assert_eq!(receiver.recv().await.unwrap().entry["n"], 9);
        assert!(receiver.try_recv().is_err());
    }

    /// Fails when a reader that was cut off hears no more, or not from where it was.
    #[tokio::test]
    async fn whoever_is_cut_off_resumes_where_they_were() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = async {
            for (asked, id) in
                [("GET /api/v1/events HTTP/1.1", 7), ("GET /api/v1/events?after=7 HTTP/1.1", 8)]
            {
                let (stream, _) = listener.accept().await.unwrap();
                let mut stream = BufReader::new(stream);
                let mut line = String::new();
                stream.read_line(&mut line).await.unwrap();
                assert_eq!(line.trim_end(), asked);
                let answer = format!("HTTP/1.1 200 OK\r\n\r\nid: {id}\nevent: a.b\ndata: {id}\n\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        };
        let client = async {
            let mut stream = follow(address, "token", "a.b").await.unwrap();
            for expected in [7, 8] {
                assert_eq!(stream.next().await.unwrap().entry, expected);
            }
        };
        tokio::join!(server, client);
    }
}
