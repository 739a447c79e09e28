//! What an earlier version wrote.

use super::*;

crate::on_both! {
    what_waited_by_the_words_of_its_reason_waits_for_it
}

/// Fails when a conversation that waited for an opt-in or for a text of ours, as its reason alone said before, waits for
/// ever, or when one whose reason was a person's own does.
fn what_waited_by_the_words_of_its_reason_waits_for_it(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut rows = begun(&mut writer, &mut desk, 4);
    let waits = [
        ("opted out: call instead", PendingOn::Internal, Some(WaitsFor::OptIn)),
        ("a text of ours goes out later", PendingOn::Internal, Some(WaitsFor::OurText)),
        ("the lab", PendingOn::Internal, None),
        ("opted out: call instead", PendingOn::Customer, None),
    ];
    for (row, (reason, on, _)) in rows.iter_mut().zip(waits) {
        (row.status, row.pending_on, row.reason) = (Status::Pending, Some(on), Some(reason.to_owned()));
    }
    commit(&mut writer, &desk, &rows);
    drop((store, writer));
    run(
        home,
        match &home.database {
            Some(_) => "UPDATE baton_schema SET version = 6",
            None => "PRAGMA user_version = 6",
        },
    );
    let store = home.open();
    for (row, (.., waits_for)) in rows.iter().zip(waits) {
        let now = store.read(|reader| reader.conversation(row.id)).unwrap().unwrap();
        assert_eq!(now, Conversation { waits_for, ..row.clone() });
    }
}
