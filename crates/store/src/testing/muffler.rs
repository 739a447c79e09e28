//! A way to a throw-away PostgreSQL that can lose what others say there, as a pooler in transaction mode does.

use super::Cluster;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A message of the server's that says what somebody else said: `NotificationResponse`.
const NOTIFICATION: u8 = b'A';

/// A proxy on a port of its own. It goes with the process.
#[derive(Debug)]
pub struct Muffler {
    port: u16,
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    socket: PathBuf,
    muffles: AtomicBool,
    /// Connections that listen, on the side of whoever does.
    listening: Mutex<Vec<TcpStream>>,
}

impl Muffler {
    /// A way to this server.
    ///
    /// # Panics
    /// Where there is no loopback interface.
    pub fn before(cluster: &Cluster) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a loopback interface");
        let port = listener.local_addr().expect("it is bound").port();
        let inner = Arc::new(Inner {
            socket: cluster.folder.join(".s.PGSQL.5432"),
            muffles: AtomicBool::new(false),
            listening: Mutex::default(),
        });
        let shared = Arc::clone(&inner);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                shared.serve(client);
            }
        });
        Self { port, inner }
    }

    /// This way to a database of the server's.
    pub fn way_to(&self, database: &str) -> String {
        let name = database.rsplit('/').next().unwrap_or_default();
        format!("postgres://postgres@127.0.0.1:{}/{name}?sslmode=disable", self.port)
    }

    /// From here on nobody hears on this way what others say, or does again.
    pub fn muffle(&self, muffles: bool) {
        self.inner.muffles.store(muffles, Ordering::SeqCst);
    }

    /// Ends the connections that listen; how many there were.
    pub fn cut_listeners(&self) -> usize {
        let cut: Vec<_> =
            self.inner.listening.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect();
        cut.iter().filter(|client| client.shutdown(Shutdown::Both).is_ok()).count()
    }
}

impl Inner {
    fn serve(self: &Arc<Self>, client: TcpStream) {
        // A server that is stopped ends whoever comes.
        let Ok(server) = UnixStream::connect(&self.socket) else { return };
        let (Ok(from_client), Ok(to_server)) = (client.try_clone(), server.try_clone()) else { return };
        let (there, back) = (Arc::clone(self), Arc::clone(self));
        std::thread::spawn(move || there.bring(&from_client, &to_server));
        std::thread::spawn(move || {
            // Whatever ends it, both sides learn of it.
            let _ = back.bring_back(&server, &client);
            let _ = client.shutdown(Shutdown::Both);
        });
    }

    fn bring(&self, mut from: &TcpStream, mut to: &UnixStream) {
        let mut bytes = [0; 16 * 1024];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            if bytes[..count].windows(7).any(|word| word == b"LISTEN ")
                && let Ok(client) = from.try_clone()
            {
                self.listening.lock().unwrap_or_else(PoisonError::into_inner).push(client);
            }
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    }

    /// Message by message: a byte that says which, and its length in four with these four counted.
    fn bring_back(&self, mut from: &UnixStream, mut to: &TcpStream) -> std::io::Result<()> {
        loop {
            let mut head = [0; 5];
            from.read_exact(&mut head)?;
            let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
            let mut message = head.to_vec();
            message.resize(1 + length, 0);
            from.read_exact(&mut message[5..])?;
            if head[0] != NOTIFICATION || !self.muffles.load(Ordering::SeqCst) {
                to.write_all(&message)?;
            }
        }
    }
}
