//! The latest moment of anything that was recorded: no node decides before it, whatever its clock shows.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use crate::common::{CLUSTER, Desk, Home, at};
use baton_core::Moment;
use baton_store::{CommitError, Writer};

crate::on_both! {
    the_latest_moment_grows_with_what_is_recorded_and_followed
    a_clock_that_was_wrong_by_far_does_not_hold_time_up
}

/// Commits a record of that moment.
fn record(writer: &mut Writer, moment: Moment) {
    let mut desk = Desk::new(writer);
    let mut batch = desk.batch();
    let subject = writer.load(&[desk.need("+12125550134")]).unwrap().pop().unwrap();
    let sid = format!("SM{}", moment.micros());
    desk.decide(&mut batch, subject, "+12125550134", &sid);
    for record in &mut batch.records {
        record.at = moment;
    }
    writer.commit(&mut batch).unwrap();
}

/// Fails when a commit, or an edge that is followed, does not say up to when time has come; or when a record by a clock that
/// is behind puts that back.
fn the_latest_moment_grows_with_what_is_recorded_and_followed(home: &Home) {
    let (_store, mut writer) = home.set_up();
    record(&mut writer, at(100));
    assert_eq!(writer.latest().unwrap(), at(100));
    record(&mut writer, at(97));
    assert_eq!(writer.latest().unwrap(), at(100));
    writer.edges_followed(at(130)).unwrap();
    assert_eq!(writer.latest().unwrap(), at(130));
}

/// Fails when a clock that was hours ahead, and has been set right, leaves a moment behind that is hours ahead.
fn a_clock_that_was_wrong_by_far_does_not_hold_time_up(home: &Home) {
    let (_store, mut writer) = home.set_up();
    record(&mut writer, at(7_200));
    record(&mut writer, at(100));
    assert_eq!(writer.latest().unwrap(), at(100));
}

/// Fails when a node does not learn how far time has come by another node's clock, or when what it decided before an edge
/// that another has followed is written all the same.
#[test]
fn a_node_hears_how_far_time_has_come_elsewhere() {
    let url = CLUSTER.database();
    let (one, two) = (Home::new(Some(url.clone())), Home::new(Some(url)));
    let (_store, mut first) = one.set_up();
    let other = two.open();
    let mut second = other.writer().unwrap();
    record(&mut first, at(100));
    second.others_wrote().unwrap();
    assert_eq!(second.shared_latest(), Some(at(100)));
    let mut desk = Desk::new(&mut second);
    let mut decided = desk.batch();
    let subject = second.load(&[desk.need("+12125550135")]).unwrap().pop().unwrap();
    desk.decide(&mut decided, subject, "+12125550135", "SM2");
    first.edges_followed(at(104)).unwrap();
    assert!(matches!(second.commit(&mut decided), Err(CommitError::DirectoryMoved)));
    second.others_wrote().unwrap();
    assert_eq!(second.shared_latest(), Some(at(104)));
}
