//! The way to `PostgreSQL` is protected as its address says.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use baton_store::testing::Cluster;
use baton_store::{OpenOptions, Store, StoreError};

fn open(url: String) -> Result<Store, StoreError> {
    let folder = tempfile::tempdir().unwrap();
    Store::open(&OpenOptions { folder: folder.keep(), database: Some(url), rehearsal: None })
}

/// How many sessions of ours the server has with this answer to whether they are encrypted.
fn sessions(url: &str, encrypted: bool) -> i64 {
    let mut admin = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let row = admin.query_one(
        "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'baton' AND ssl = $1",
        &[&encrypted],
    );
    row.unwrap().get(0)
}

/// Fails when the connector speaks in plain text where TLS is to be had, when it takes any certificate where one is to be
/// looked at, or when it takes none where that was not asked for.
#[test]
fn the_way_to_postgresql_is_protected_as_its_address_says() {
    let cluster = Cluster::start_with_tls();
    let url = cluster.database_by_tcp();
    let authority = cluster.authority();
    let root = format!("sslrootcert={}", authority.display());
    let other_host = url.replace("localhost", "127.0.0.1");

    for (said, encrypted) in [
        (String::new(), true),
        ("?sslmode=disable".to_owned(), false),
        ("?sslmode=prefer".to_owned(), true),
        ("?sslmode=require".to_owned(), true),
        (format!("?sslmode=verify-ca&{root}"), true),
        (format!("?{root}&sslmode=verify-full"), true),
    ] {
        let store = open(format!("{url}{said}")).unwrap_or_else(|error| panic!("{said}: {error}"));
        assert!(store.workspace().unwrap().is_none());
        assert!(sessions(&url, encrypted) > 0, "{said}");
        assert_eq!(sessions(&url, !encrypted), 0, "{said}");
        drop(store);
        // Sessions say goodbye beside this thread.
        while sessions(&url, encrypted) > 0 {
            std::thread::yield_now();
        }
    }
    // Made out to this host, but by nobody whom the system knows; by somebody who is known, but to another host.
    for (url, said) in [
        (&url, "?sslmode=verify-ca".to_owned()),
        (&url, "?sslmode=verify-full".to_owned()),
        (&other_host, format!("?sslmode=verify-full&{root}")),
    ] {
        let refused = open(format!("{url}{said}")).map(drop);
        assert!(
            matches!(&refused, Err(StoreError::Unreachable(why)) if why.contains("certificate")),
            "{url}{said}: {refused:?}"
        );
    }
    open(format!("{other_host}?sslmode=verify-ca&{root}")).expect("the authority is all that is looked at");
    let unknown = open(format!("{url}?sslmode=full")).map(drop);
    assert!(matches!(&unknown, Err(StoreError::Setup(why)) if why.contains("verify-full")), "{unknown:?}");
}
