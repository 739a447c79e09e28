//! A throw-away PostgreSQL for tests: a real server of its own, on a socket in a folder of its own, gone when the
//! process ends it.

mod muffler;

pub use crate::said::{Said, Sayings, said_by};
pub use muffler::Muffler;
use postgres::{Client, NoTls};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What to do where there is no PostgreSQL.
const MISSING: &str = "PostgreSQL is needed for these tests and was not found under /usr/lib/postgresql. \
                       Install it: apt-get install postgresql";

/// Runs the server until standard input ends, also because this process was killed; then stops it.
const LIFE: &str = r#"
folder=$1; shift
"$@" </dev/null &
server=$!
read -r _
kill -INT $server 2>/dev/null
wait $server
"#;

/// A server; it stops when dropped, or when this process ends.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    server: Child,
    databases: AtomicU32,
    /// Where it listens beside its socket.
    port: Option<u16>,
    /// The server, where it was started again.
    again: Mutex<Option<Child>>,
}

impl Cluster {
    /// Starts a server.
    ///
    /// # Panics
    /// With a sentence where PostgreSQL is not installed or does not start: tests that need it never pass without it.
    pub fn start() -> Self {
        Self::start_in(&std::env::temp_dir())
    }

    /// Starts a server that waits for no disk: many small transactions are quick on it. What it keeps outlives the ends of
    /// programs, and no loss of power.
    ///
    /// # Panics
    /// As [`Cluster::start`].
    pub fn start_careless() -> Self {
        let how = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
        Self::start_as(&std::env::temp_dir(), None, &how)
    }

    /// Starts a server whose folder lies in `parent`.
    ///
    /// # Panics
    /// As [`Cluster::start`].
    pub fn start_in(parent: &Path) -> Self {
        Self::start_as(parent, None, &[])
    }

    fn start_as(parent: &Path, port: Option<u16>, settings: &[&str]) -> Self {
        let programs = programs().expect(MISSING);
        let folder = folder_in(parent);
        let data = folder.join("data");
        let made = as_postgres(&programs.join("initdb"))
            .args([
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--username=postgres",
                "--pgdata",
            ])
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        assert!(made.is_ok_and(|status| status.success()), "initdb of {} failed", programs.display());
        let mut how = match port {
            None => vec!["-c".to_owned(), "listen_addresses=".to_owned()],
            Some(port) => speaking_tls(&folder, port),
        };
        how.extend(settings.iter().flat_map(|setting| ["-c".to_owned(), (*setting).to_owned()]));
        let server = serve(&folder, &format!("{LIFE}rm -rf \"$folder\"\n"), &how);
        let cluster = Self { folder, server, databases: AtomicU32::new(0), port, again: Mutex::default() };
        cluster.wait();
        cluster
    }

    /// Ends the server as an operator does who does not wait for its clients; what it keeps stays.
    ///
    /// # Panics
    /// If it does not run, or does not end within half a minute.
    pub fn stop(&self) {
        let file = self.folder.join("data").join("postmaster.pid");
        let told = std::fs::read_to_string(&file).expect("it runs");
        let pid = told.lines().next().expect("the first line is its process");
        let asked = Command::new("kill").args(["-INT", pid]).status();
        assert!(asked.is_ok_and(|asked| asked.success()), "the server could not be asked to end");
        let gone = (0..600).any(|_| {
            pause();
            !file.exists()
        });
        assert!(gone, "PostgreSQL in {} did not end within 30 s", self.folder.display());
    }

    /// Starts it again after [`Cluster::stop`], only on its socket.
    ///
    /// # Panics
    /// As [`Cluster::start`].
    pub fn start_again(&self) {
        let server = serve(&self.folder, LIFE, &["-c".to_owned(), "listen_addresses=".to_owned()]);
        let former = self.again.lock().unwrap_or_else(PoisonError::into_inner).replace(server);
        former.into_iter().for_each(end);
        self.wait();
    }

    /// Starts a server that listens on `localhost`, and speaks TLS there with a certificate made out to that name.
    ///
    /// # Panics
    /// As [`Cluster::start`], and where there is no `openssl`.
    pub fn start_with_tls() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = port.expect("this machine has a loopback interface").port();
        Self::start_as(&std::env::temp_dir(), Some(port), &[])
    }

    /// The authority that signed this server's certificate, as a PEM file.
    pub fn authority(&self) -> PathBuf {
        self.folder.join("tls").join("authority.pem")
    }

    /// A new, empty database; its address by TCP, without a word about TLS. Only of a server that speaks TLS.
    ///
    /// # Panics
    /// If the server is gone, or listens on no port.
    pub fn database_by_tcp(&self) -> String {
        let url = self.database();
        let name = url.rsplit('/').next().unwrap_or_default();
        format!("postgres://postgres@localhost:{}/{name}", self.port.expect("it was started with TLS"))
    }

    /// A new, empty database; its address.
    ///
    /// # Panics
    /// If the server is gone.
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut client = Client::connect(&self.url("postgres"), NoTls).expect("the server was started");
        client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).expect("the name is new");
        self.url(&name)
    }

    fn url(&self, database: &str) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        let port = self.port.map_or(String::new(), |port| format!(":{port}"));
        format!("postgres://postgres@{folder}{port}/{database}")
    }

    /// Waits until it answers.
    fn wait(&self) {
        for _ in 0..600 {
            if Client::connect(&self.url("postgres"), NoTls).is_ok() {
                return;
            }
            pause();
        }
        panic!("PostgreSQL in {} did not answer within 30 s", self.folder.display());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.again.lock().unwrap_or_else(PoisonError::into_inner).take().into_iter().for_each(end);
        drop(self.server.stdin.take());
        let _ = self.server.wait();
    }
}

/// A server ends by itself once its standard input is closed.
fn end(mut server: Child) {
    drop(server.stdin.take());
    let _ = server.wait();
}

/// Lets something else come about.
fn pause() {
    let (_keep, never) = std::sync::mpsc::channel::<()>();
    // Nothing is ever sent.
    let _ = never.recv_timeout(Duration::from_millis(50));
}

/// Starts a server on what stands in a folder; `life` is how long it runs.
fn serve(folder: &Path, life: &str, how: &[String]) -> Child {
    let mut command = Command::new("sh");
    command.arg("-c").arg(life).arg("sh").arg(folder);
    let server = as_postgres(&programs().expect(MISSING).join("postgres"));
    command.arg(server.get_program()).args(server.get_args()).arg("-D").arg(folder.join("data"));
    command.arg("-k").arg(folder).args(["-c", "log_min_messages=fatal", "-c", "max_connections=200"]);
    command.args(["-c", "log_min_error_statement=panic"]).args(how);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("every system has sh")
}

/// The folder of the newest installed version's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

/// PostgreSQL refuses to run as root, so then it runs as the user that its package made.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// A new folder that the server's user owns. Its path is short, for a socket's may have 107 bytes.
fn folder_in(parent: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = parent.join(format!("baton-pg-{}-{count}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder for temporary files can be written");
    if is_root() {
        let given = Command::new("chown").arg("postgres:postgres").arg(&folder).status();
        assert!(given.is_ok_and(|status| status.success()), "there is no user postgres; {MISSING}");
    }
    folder
}

/// Makes an authority and a certificate of its, and says how the server uses them.
fn speaking_tls(folder: &Path, port: u16) -> Vec<String> {
    let tls = folder.join("tls");
    let script = r#"
set -e
mkdir "$1" && cd "$1"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=An authority" \
    -keyout authority.key -out authority.pem
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=localhost" -keyout server.key \
    -out server.csr
printf 'subjectAltName=DNS:localhost\n' > names
openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile names \
    -out server.pem
chmod 600 server.key
test "$(id -u)" != 0 || chown -R postgres:postgres .
"#;
    let made = Command::new("sh").args(["-c", script, "sh"]).arg(&tls).stderr(Stdio::null()).status();
    assert!(made.is_ok_and(|made| made.success()), "certificates could not be made. Install openssl.");
    let file = |setting: &str, name: &str| format!("{setting}={}", tls.join(name).display());
    let settings = [
        "listen_addresses=localhost".to_owned(),
        format!("port={port}"),
        "ssl=on".to_owned(),
        file("ssl_cert_file", "server.pem"),
        file("ssl_key_file", "server.key"),
    ];
    settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]).collect()
}
