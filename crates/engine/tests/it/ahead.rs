//! While a batch is brought to the disk, the next is decided and written. These run on threads, in real time: what they
//! tell apart is an order of events, and none of them waits for a clock.

use crate::all::all;
use crate::home::Home;
use baton_core::{By, Command, Position, Refusal};
use baton_engine::{Done, Execution, Failure};
use baton_store::Store;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::Duration;
use tempfile::TempDir;

async fn on_threads(batch: usize) -> Home {
    Home::with(|options| (options.execution, options.batch) = (Execution::Threads, Some(batch))).await
}

/// How far the feed is known to be on the disk.
fn kept(store: &Store) -> Position {
    store.wait_feed(Position(i64::MAX), Duration::ZERO)
}

/// Law 6: acknowledged is stored. Fails when somebody is answered before `Disk::keep` has come back, and when what is
/// answered is not what stands in the feed.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_comes_after_its_batch_is_on_the_disk() {
    let home = on_threads(3).await;
    let texts = (0..300).map(|text| {
        let request = home.text(&format!("+121255501{:02}", text % 7), "Hi", &format!("SM{}", text % 200));
        let home = &home;
        async move {
            let done = home.engine.submit(request).await.unwrap();
            (kept(&home.store), done)
        }
    });
    let answers = all(texts).await;
    for (kept, done) in &answers {
        assert!(done.outcome.position.is_none_or(|position| position <= *kept), "{done:?} and {kept:?}");
    }
    let new = answers.iter().filter(|(_, done)| !done.duplicate).count();
    assert_eq!((new, home.count("text.received"), home.count("conversation.opened")), (200, 200, 7));
    home.check_laws();
}

/// Fails when the writer itself answers what is refused, or what is found to be stored already: what that rests on is not
/// on the disk then.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_comes_after_what_it_rests_on() {
    let home = on_threads(1).await;
    for round in 0..40 {
        let rosa = home.opened(&format!("+121255502{round:02}")).await;
        let by = |command| baton_engine::Request::new(command, By::person(home.dana));
        let close = home.engine.submit(by(Command::Close(rosa, None)));
        let claim = async {
            let answer = home.engine.submit(by(Command::Claim(rosa))).await;
            (kept(&home.store), answer)
        };
        let (closed, (kept, claimed)) = tokio::join!(close, claim);
        assert!(matches!(claimed, Err(Failure::Refused(Refusal::Closed))), "{claimed:?}");
        let position = closed.unwrap().outcome.position;
        assert!(position.is_some_and(|position| position <= kept), "{position:?} and {kept:?}");
    }
}

/// Fails when a task does not wait until the batches before it are told of.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_between_two_batches_comes_after_the_first_is_told_of() {
    let home = on_threads(2).await;
    for round in 0..40 {
        let text = home.text("+12125550134", "Hi", &format!("SM{round}"));
        let task = async {
            let head = home.engine.write(|writer| writer.feed_head()).await.unwrap().unwrap();
            (kept(&home.store), head)
        };
        let (_, (kept, head)) = tokio::join!(home.engine.submit(text), task);
        assert!(kept >= head, "{kept:?} was told of, and {head:?} was there");
    }
}

/// A disk of three megabytes, gone when dropped.
struct Small(PathBuf);

impl Small {
    fn new() -> (Self, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            mount(folder.path(), "size=3m"),
            "this test mounts a small disk, which takes root (or CAP_SYS_ADMIN): run it as root"
        );
        (Self(folder.path().to_owned()), folder)
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Program::new("umount").arg("--lazy").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

fn mount(folder: &Path, options: &str) -> bool {
    let mounted = Program::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder).status();
    mounted.is_ok_and(|status| status.success())
}

/// Fails when the batch after one that did not fit is decided on what that one would have made, or when one of them is
/// acknowledged without being stored.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_does_not_fit_on_the_disk_leaves_nothing_behind_for_the_next() {
    let (disk, folder) = Small::new();
    let home =
        Home::on(folder, |options| (options.execution, options.batch) = (Execution::Threads, Some(8))).await;
    let send = |text: usize| {
        let request = home.text(&format!("+1212555{:04}", text % 90), "Hi", &format!("SM{text}"));
        home.engine.submit(request)
    };
    let mut accepted = BTreeSet::new();
    let mut refused = Vec::new();
    for round in 0..400 {
        let answers: Vec<Result<Done, Failure>> = all((0..32).map(|text| send(round * 32 + text))).await;
        for (text, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(_) => drop(accepted.insert(round * 32 + text)),
                Err(Failure::Store(_)) => refused.push(round * 32 + text),
                Err(other) => panic!("{other}"),
            }
        }
        if refused.len() > 64 {
            break;
        }
    }
    assert!(refused.len() > 64 && accepted.len() > 32, "the disk was full at some time");
    assert_eq!(home.count("text.received"), accepted.len(), "accepted is stored, and nothing else");
    assert!(mount(&disk.0, "remount,size=64m"));
    for text in refused {
        assert!(!send(text).await.unwrap().duplicate, "{text} was refused");
        accepted.insert(text);
    }
    assert_eq!(home.count("text.received"), accepted.len());
    home.check_laws();
}
