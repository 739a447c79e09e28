//! Prints the floor of both stores: `cargo run --release -p baton-store --example floor -- [texts] [phones] [batch]
//! [--no-sqlite] [--no-postgres]`.

use baton_core::{Moment, Role};
use baton_store::testing::Cluster;
use baton_store::{FloorLoad, NewPerson, NewWorkspace, OpenOptions, Store, floor};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let wanted = |name: &str| std::env::args().all(|argument| argument != format!("--no-{name}"));
    let texts = numbers.next().unwrap_or(100_000);
    let load =
        FloorLoad { texts, phones: numbers.next().unwrap_or(40_000), batch: numbers.next().unwrap_or(512) };
    if wanted("sqlite") {
        measure("SQLite", None, load)?;
    }
    if wanted("postgres") {
        let cluster = Cluster::start();
        measure("PostgreSQL", Some(cluster.database()), load)?;
    }
    Ok(())
}

fn measure(name: &str, database: Option<String>, load: FloorLoad) -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("baton-floor-{}-{name}", std::process::id()));
    let store = Store::open(&OpenOptions { folder: folder.clone(), database, ..OpenOptions::default() })?;
    store.writer()?.set_up(&NewWorkspace {
        business: "Cedar Lane Physio".into(),
        zone: "America/New_York".into(),
        public_url: None,
        rehearsal: false,
        person: NewPerson {
            email: "dana@cedarlane.example".into(),
            name: "Dana Kim".into(),
            role: Role::Admin,
            password_hash: None,
        },
        policy: baton_policy::starter("Cedar Lane Physio", "dana@cedarlane.example", "America/New_York"),
        at: Moment::from_micros(1_700_000_000_000_000),
    })?;
    let report = floor(&store, load)?;
    println!(
        "{name}: {} texts at {:.0}/s, {:.0} % of it loading, longest commit {} ms, write-ahead log {} MB",
        report.texts,
        report.rate(),
        100.0 * report.loading.as_secs_f64() / report.took.as_secs_f64(),
        report.longest.as_millis(),
        store.wal_bytes() / 1_000_000
    );
    drop(store);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
