//! A throw-away PostgreSQL for tests: a real server of its own, on a socket in a folder of its own, gone when the
//! process ends it.

use postgres::{Client, NoTls};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What to do where there is no PostgreSQL.
const MISSING: &str = "PostgreSQL is needed for these tests and was not found under /usr/lib/postgresql. \
                       Install it: apt-get install postgresql";

/// Runs the server until standard input ends, also because this process was killed; then stops it and clears away.
const LIFE: &str = r#"
folder=$1; shift
"$@" </dev/null &
server=$!
read -r _
kill -INT $server
wait $server
rm -rf "$folder"
"#;

/// A server; it stops when dropped, or when this process ends.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    server: Child,
    databases: AtomicU32,
}

impl Cluster {
    /// Starts a server.
    ///
    /// # Panics
    /// With a sentence where PostgreSQL is not installed or does not start: tests that need it never pass without it.
    pub fn start() -> Self {
        Self::start_in(&std::env::temp_dir())
    }

    /// Starts a server whose folder lies in `parent`.
    ///
    /// # Panics
    /// As [`Cluster::start`].
    pub fn start_in(parent: &Path) -> Self {
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
        let mut command = Command::new("sh");
        command.arg("-c").arg(LIFE).arg("sh").arg(&folder);
        let server = as_postgres(&programs.join("postgres"));
        command.arg(server.get_program()).args(server.get_args()).arg("-D").arg(&data).arg("-k").arg(&folder);
        command.args([
            "-c",
            "listen_addresses=",
            "-c",
            "log_min_messages=fatal",
            "-c",
            "max_connections=200",
        ]);
        command.args(["-c", "log_min_error_statement=panic"]);
        let started = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        let server = started.expect("every system has sh");
        let cluster = Self { folder, server, databases: AtomicU32::new(0) };
        cluster.wait();
        cluster
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
        format!("postgres://postgres@{folder}/{database}")
    }

    /// Waits until it answers.
    fn wait(&self) {
        let (_keep, never) = std::sync::mpsc::channel::<()>();
        for _ in 0..600 {
            if Client::connect(&self.url("postgres"), NoTls).is_ok() {
                return;
            }
            // Nothing is ever sent; this only lets the server come up.
            let _ = never.recv_timeout(Duration::from_millis(50));
        }
        panic!("PostgreSQL in {} did not answer within 30 s", self.folder.display());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.server.stdin.take());
        // It ends by itself once its standard input is closed.
        let _ = self.server.wait();
    }
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
