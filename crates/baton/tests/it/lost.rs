//! A database that is lost under a server, was never there, or does not tell one node what another does.

use super::nodes::{Business, DEADLINE, NUMBER, Stream, until};
use crate::support::{Server, baton, http, name, stderr, twilio_line};
use baton_store::testing::{Cluster, Muffler};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How a call of the carrier's was answered: its status, and after how many seconds it may come again.
fn call(server: &Server, hook: &str, phone: usize, count: usize) -> (u16, Option<String>) {
    let (from, sid) = (format!("+1212555060{phone}"), format!("SM{phone:08x}{count:024x}"));
    let answer = http::webhook(&server.address, hook, NUMBER, &from, &sid, &body(phone, count)).unwrap();
    (answer.status, answer.header("retry-after").map(str::to_owned))
}

fn body(phone: usize, count: usize) -> String {
    format!("text {phone}-{count}")
}

/// What the server holds.
fn stored(server: &Server, token: &str) -> Vec<String> {
    let conversations = server.items("/api/v1/conversations", token);
    let timelines = conversations.iter().flat_map(|row| {
        server.items(&format!("/api/v1/conversations/{}/timeline", row["id"].as_str().unwrap()), token)
    });
    let texts = timelines.filter(|entry| entry["type"] == "text.received");
    texts.map(|entry| entry["text"].as_str().unwrap().to_owned()).collect()
}

/// Fails when a text is answered well that is not stored, when a carrier is told anything but to come again (503, and after
/// how long), when the server ends or does not find its database again, or when what comes again is there twice.
#[test]
fn a_postgresql_that_is_stopped_and_started_again_costs_no_text_that_was_answered() {
    let cluster = Cluster::start();
    let business = Business::on(&cluster);
    let hook = twilio_line(business.data(), NUMBER);
    let server = business.first();
    let over = AtomicBool::new(false);
    let [taken, refused] = [(); 2].map(|()| Mutex::new(BTreeSet::new()));
    let (good, again) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let come = |count: &AtomicUsize, what: &str| {
        let from = count.load(Ordering::SeqCst);
        until(what, || (count.load(Ordering::SeqCst) >= from + 8).then_some(()));
    };
    thread::scope(|scope| {
        for phone in 0..3 {
            let (server, hook, over, taken, refused, good, again) =
                (&server, &hook, &over, &taken, &refused, &good, &again);
            scope.spawn(move || {
                for count in 0.. {
                    if over.load(Ordering::SeqCst) {
                        return;
                    }
                    let (status, after) = call(server, hook, phone, count);
                    if status == 200 {
                        taken.lock().unwrap().insert((phone, count));
                        good.fetch_add(1, Ordering::SeqCst);
                    } else {
                        assert_eq!(status, 503);
                        assert!(after.is_some_and(|after| after.parse::<u32>().unwrap() > 0));
                        refused.lock().unwrap().insert((phone, count));
                        again.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
        come(&good, "texts are stored");
        cluster.stop();
        come(&again, "texts are told to come again");
        let page = server.get("/api/v1/conversations", &business.token);
        assert_eq!(page.status, 503, "{}", page.body);
        assert!(page.body.contains("PostgreSQL cannot be reached"), "{}", page.body);
        assert!(page.header("retry-after").is_some());
        cluster.start_again();
        come(&good, "texts are stored again");
        over.store(true, Ordering::SeqCst);
    });
    let (taken, refused) = (taken.into_inner().unwrap(), refused.into_inner().unwrap());
    let there: BTreeSet<String> = stored(&server, &business.token).into_iter().collect();
    let lost: Vec<_> = taken.iter().filter(|(phone, count)| !there.contains(&body(*phone, *count))).collect();
    assert!(lost.is_empty(), "answered well and lost: {lost:?}");
    // The carrier brings again what was not taken; one whose answer was lost with the database may be there already.
    for (phone, count) in &refused {
        assert_eq!(call(&server, &hook, *phone, *count).0, 200);
    }
    let mut all = stored(&server, &business.token);
    all.sort_unstable();
    let mut expected: Vec<String> =
        taken.union(&refused).map(|(phone, count)| body(*phone, *count)).collect();
    expected.sort_unstable();
    assert_eq!(all, expected, "each once");
    assert!(server.terminate_and_wait().success());
}

/// Fails when a server whose database is not there panics, hangs, or says no more than an error of the client; and when it
/// says that it goes on trying, and ends.
#[test]
fn a_server_without_its_postgresql_says_so_in_a_sentence_and_ends() {
    let cluster = Cluster::start();
    let business = Business::on(&cluster);
    cluster.stop();
    for args in [
        &["serve", "--data", business.data(), "--listen", "127.0.0.1:0"][..],
        &["person", "list", "--data", business.data()],
    ] {
        let ended = baton(args);
        let told = stderr(&ended);
        assert_eq!(ended.status.code(), Some(1), "{told}");
        assert!(told.contains("PostgreSQL cannot be reached: "), "{told}");
        assert!(told.contains("See that it runs, and that its address is right."), "{told}");
        assert!(!told.contains("panicked"), "{told}");
    }
    cluster.start_again();
    assert_eq!(business.first().items("/api/v1/conversations", &business.token).len(), 0);
}

fn hears(server: &Server) -> Option<bool> {
    let metrics = http::exchange(&server.address, "GET", "/metrics", &[], "");
    let figure = metrics.body.lines().find_map(|line| line.strip_prefix("baton_hears_others "))?.to_owned();
    Some(figure == "1")
}

/// Pitfall 36 from outside. Fails when a node behind something that swallows notifications shows nothing of it, or when its
/// streams then wait for its next sign of life.
#[test]
fn a_node_that_does_not_hear_the_others_says_so_and_its_streams_go_on() {
    let business = Business::on(&super::nodes::CLUSTER);
    let way = Muffler::before(&super::nodes::CLUSTER);
    let hook = twilio_line(business.data(), NUMBER);
    let elsewhere = tempfile::tempdir().unwrap();
    let first = business.first();
    let second = Server::start(name(elsewhere.path()), &["--database", &way.way_to(business.database())]);
    until("it hears", || hears(&second)?.then_some(()));
    way.muffle(true);
    let live = Stream::open(&second, &business.token, None);
    let mut count = 0;
    until("it is known not to hear", || {
        assert_eq!(call(&first, &hook, 1, count).0, 200);
        live.entry("text.received");
        count += 1;
        (!hears(&second)?).then_some(())
    });
    let mut fastest = DEADLINE;
    for more in 0..10 {
        let sent = now();
        assert_eq!(call(&first, &hook, 2, more).0, 200);
        live.entry("text.received");
        fastest = fastest.min(sent.elapsed());
    }
    assert!(fastest < Duration::from_secs(1), "{fastest:?}");
    way.muffle(false);
    until("it hears again", || hears(&second)?.then_some(()));
}

fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "how late a stream is is measured by the machine's clock")]
    let now = Instant::now;
    now()
}
