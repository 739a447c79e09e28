//! Commits texts one after another and tells each on standard output, until it is killed: the crash tests' victim.
//! `commits FOLDER [DATABASE]`

#[path = "../tests/it/common/mod.rs"]
mod common;

use baton_store::{OpenOptions, Store};
use common::Desk;
use std::io::Write;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the folder is the first argument").into();
    let database = arguments.next();
    let store =
        Store::open(&OpenOptions { folder, database, ..OpenOptions::default() }).expect("it was set up");
    let mut writer = store.writer().expect("it is the first");
    let mut desk = Desk::new(&mut writer);
    for text in 0.. {
        let sid = format!("SM{}-{text}", std::process::id());
        desk.receive(&mut writer, &format!("+1212555{:04}", text % 7), &sid)
            .expect("nothing stands in its way");
        println!("{sid}");
        std::io::stdout().flush().expect("somebody reads");
    }
}
