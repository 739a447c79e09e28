//! Real questions to a bank and real messages to a hotel, each as a signed webhook to a running server.
//!
//! `docs/bank.md` is written by this test: `UPDATE_DOCS=1` rewrites it, and without that the test fails where it is out
//! of date. So that every text is routed by itself, and not as a further text of a conversation, each phone texts each
//! line once: ten lines, a few hundred phones, as many threads as texts.

mod csv;
mod hotel;
mod questions;
mod routed;

use std::fs;
use std::path::{Path, PathBuf};

const INTRODUCTION: &str = "# Real texts, routed

How far do rules of whole words go on what people really write? This page is written by a test (`cargo test -p baton \
--test it bank`), which sends every text below to a running server as a signed webhook and reads from its API who got it. \
Each text opens a conversation of its own: ten lines, and from each phone one text to each line.

";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bank")
}

fn file(name: &str) -> String {
    let path = folder().join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn real_texts_get_their_owners_as_often_as_the_page_says() {
    let bank = questions::measure();
    let hotel = hotel::measure();
    let page = format!("{INTRODUCTION}{}\n{}", bank.page(), hotel.page());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/bank.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    bank.holds();
    hotel.holds();
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/bank.md is out of date; UPDATE_DOCS=1 cargo test -p baton --test it bank rewrites it"
    );
}
