//! A lean HTTP/1.1 client: what a load generator costs comes off what it measures.

use anyhow::{Context, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept open. It understands answers with a Content-Length and those in chunks.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answered {
    /// Its status.
    pub(super) status: u16,
    /// Bytes of its body as it was sent, the sizes of chunks included.
    pub(super) bytes: usize,
}

impl Connection {
    /// Connects.
    pub(super) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream =
            TcpStream::connect(address).await.with_context(|| format!("{address} cannot be reached"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 16 * 1024], filled: 0 })
    }

    /// Sends a whole request and reads its whole answer.
    pub(super) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Answered> {
        self.stream.write_all(request).await?;
        let head = loop {
            if let Some(head) = find(&self.buffer[..self.filled], b"\r\n\r\n") {
                break head + 4;
            }
            self.more().await?;
        };
        let text = std::str::from_utf8(&self.buffer[..head]).context("the head of an answer is no text")?;
        let status =
            text.get(9..12).and_then(|digits| digits.parse().ok()).context("an answer has no status")?;
        let length = header(text, "content-length").map(str::parse::<usize>).transpose()?;
        let end = match length {
            Some(length) => head + length,
            None if matches!(status, 204 | 304) => head,
            None if header(text, "transfer-encoding").is_some() => self.end_of_chunks(head).await?,
            None => bail!("an answer does not say how long it is"),
        };
        while self.filled < end {
            self.more().await?;
        }
        self.buffer.copy_within(end..self.filled, 0);
        self.filled -= end;
        Ok(Answered { status, bytes: end - head })
    }

    async fn end_of_chunks(&mut self, head: usize) -> anyhow::Result<usize> {
        let mut at = head;
        loop {
            while find(&self.buffer[at..self.filled], b"\r\n").is_none() {
                self.more().await?;
            }
            let line = find(&self.buffer[at..self.filled], b"\r\n").context("the line was found")?;
            let size = std::str::from_utf8(&self.buffer[at..at + line])?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
            at += line + 2 + size + 2;
            if size == 0 {
                return Ok(at);
            }
            while self.filled < at {
                self.more().await?;
            }
        }
    }

    async fn more(&mut self) -> anyhow::Result<()> {
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        match self.stream.read(&mut self.buffer[self.filled..]).await? {
            0 => bail!("the server closed a connection in the middle of an answer"),
            count => self.filled += count,
        }
        Ok(())
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn header<'t>(head: &'t str, name: &str) -> Option<&'t str> {
    head.split("\r\n").skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// `HOST:PORT` of an http URL, resolved.
pub(super) fn address_of(url: &str) -> anyhow::Result<SocketAddr> {
    let host = url.strip_prefix("http://").context("a server to measure is reached over http://")?;
    let host = host.split('/').next().unwrap_or(host);
    let host = if host.rsplit(']').next().is_some_and(|rest| rest.contains(':')) {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let mut found =
        std::net::ToSocketAddrs::to_socket_addrs(&host).with_context(|| format!("{host} has no address"))?;
    found.next().with_context(|| format!("{host} has no address"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn answers(parts: &'static [&'static str], expected: &[Answered]) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            for part in parts {
                stream.write_all(part.as_bytes()).await.unwrap();
                tokio::task::yield_now().await;
            }
            stream
        };
        let client = async {
            let mut connection = Connection::open(address).await.unwrap();
            for answered in expected {
                assert_eq!(connection.ask(b"GET / HTTP/1.1\r\n\r\n").await.unwrap(), *answered);
            }
        };
        tokio::join!(server, client);
    }

    #[tokio::test]
    async fn answers_are_read_whole_however_they_are_cut() {
        let ok = |bytes| Answered { status: 200, bytes };
        answers(
            &["HTTP/1.1 200 OK\r\nContent-Le", "ngth: 3\r\n\r\nab", "cHTTP/1.1 204 No Content\r\n\r\n"],
            &[ok(3), Answered { status: 204, bytes: 0 }],
        )
        .await;
        answers(
            &[
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "2;x=y\r\nde\r\n0\r\n",
                "\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            ],
            &[ok(24), ok(0)],
        )
        .await;
    }

    #[test]
    fn an_address_without_a_port_is_that_of_http() {
        assert_eq!(address_of("http://127.0.0.1/x").unwrap().port(), 80);
        assert_eq!(address_of("http://[::1]:8080").unwrap().port(), 8080);
        assert!(address_of("https://127.0.0.1").is_err());
    }
}
