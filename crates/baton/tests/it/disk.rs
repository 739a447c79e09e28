//! What a program and whoever runs it read when the database cannot be used.

use crate::support::{Server, baton, http, init, name, stderr, token, twilio_line};
use std::path::{Path, PathBuf};
use std::process::Command;

const NUMBER: &str = "+12125550100";

/// A small disk, gone when dropped.
struct Disk(PathBuf);

impl Disk {
    fn new(size: &str) -> Self {
        let disk = Self(tempfile::tempdir().unwrap().keep());
        disk.mount(&format!("size={size}"));
        disk
    }

    fn mount(&self, options: &str) {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&self.0).status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "this test mounts a small disk, which takes root (or CAP_SYS_ADMIN): run it as root"
        );
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

fn made(data: &Path) -> &str {
    let data = name(data);
    init(data);
    data
}

/// Fails when a carrier is told anything but to come again, when a program does not read why, or when what was acknowledged before
/// is lost, or nothing is taken once there is room.
#[test]
fn a_full_disk_is_503_in_words_until_there_is_room() {
    let disk = Disk::new("6m");
    let folder = disk.data();
    let data = made(&folder);
    let hook = twilio_line(data, NUMBER);
    let token = token(data);
    let server = Server::start(data, &[]);
    let words = "a".repeat(1_500);
    let text = |n: usize| {
        let from = format!("+1212555{:04}", 100 + n % 90);
        http::webhook(&server.address, &hook, NUMBER, &from, &format!("SM{n}"), &words).unwrap()
    };
    let (stored, refused) = (0..5_000)
        .find_map(|n| {
            let answer = text(n);
            (answer.status != 200).then_some((n, answer))
        })
        .expect("the disk is small");
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(refused.header("retry-after").is_some(), "{}", refused.head);
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let live = server.items("/api/v1/conversations", &token);
    let note = format!("/api/v1/conversations/{}/notes", live[0]["id"].as_str().unwrap());
    let body = format!("{{\"text\": \"{}\"}}", "b".repeat(4_000));
    // What the log gave back meanwhile may hold some of them.
    let told = (0..5_000)
        .map(|_| http::exchange(&server.address, "POST", &note, &headers, &body))
        .find(|told| told.status != 201)
        .expect("the disk is small");
    assert_eq!(told.status, 503, "{}", told.body);
    assert!(
        told.body.contains("The disk is full, so nothing more can be stored. Make room"),
        "{}",
        told.body
    );

    disk.mount("remount,size=64m");
    assert_eq!(text(stored).status, 200, "there is room");
    let live = server.items("/api/v1/conversations", &token);
    let there: usize = live
        .iter()
        .map(|one| {
            let path = format!("/api/v1/conversations/{}/timeline", one["id"].as_str().unwrap());
            server.items(&path, &token).iter().filter(|entry| entry["type"] == "text.received").count()
        })
        .sum();
    assert_eq!(there, stored + 1);
}

/// Fails when a start on a disk that may not be written ends in anything but a sentence that says so.
#[test]
fn a_disk_that_may_not_be_written_is_told_with_what_to_look_at() {
    let disk = Disk::new("16m");
    let folder = disk.data();
    let data = made(&folder);
    disk.mount("remount,ro");
    let refused = baton(&["serve", "--data", data, "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    assert!(said.contains("cannot be written") && said.contains("permissions"), "{said}");
}

/// Fails when a start without its database ends in anything but a sentence that says so.
#[test]
fn a_database_that_cannot_be_reached_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = name(folder.path());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = taken.local_addr().unwrap();
    drop(taken);
    let url = format!("postgres://baton@{nobody}/baton");
    let refused = baton(&["serve", "--data", data, "--database", &url, "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    assert!(said.contains("PostgreSQL cannot be reached") && said.contains("refused"), "{said}");
}
