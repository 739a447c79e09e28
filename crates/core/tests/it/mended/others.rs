//! Claims, and what people write.

use super::*;

/// Fails when what a queue has is given away the moment a customer comes back, as if nobody had claimed it in time: its
/// members have their time from when it is open again.
#[test]
fn what_is_open_again_can_be_claimed_first() {
    for closes in [true, false] {
        let mut office = Office::at(HOUSE, ny("05-11 10:00"));
        office.text(1, "Do you take new patients?");
        assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
        if closes {
            office.close(1, MAYA);
        } else {
            office.act(1, &By::person(MAYA), |conversation| Command::Wait {
                conversation,
                on: Some(PendingOn::Internal),
                reason: Some("the list of April".to_owned()),
                wake_at: None,
            });
        }
        office.until("05-12 10:30");
        office.text(1, "And do you take children?");
        assert_eq!(office.of(1).status, Status::Open);
        assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK), "closed before: {closes}");
        assert_eq!(office.of(1).act_by, Some(ny("05-12 10:40")));
        office.until("05-12 10:39");
        assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
        office.until("05-12 10:41");
        assert!(office.owner(1).person().is_some(), "whoever answers has it once that time is over");
    }
}

/// Fails when a command lets U+0000 through to the carrier or the database.
#[test]
fn nothing_that_people_write_holds_u_0000() {
    let mut desk = Desk::on("05-12 10:00", &policy());
    desk.text("Do you take new patients?");
    let planned = desk.schedule(&By::person(CHRIS), for_later(NewText::saying("We do."), ny("05-12 12:00")));
    let id = desk.conversation().id;
    let from = |name: &str| {
        let values = vec![("wish".to_owned(), "a\0b".to_owned())];
        Box::new(FromTemplate { name: name.to_owned(), values, own_then: false })
    };
    let template = Some(from("With you"));
    let offer = NewOffer {
        to: Owner::Person(MAYA),
        baton: summary("x"),
        customer_template: template,
        summary_template: None,
        seen: Seen::Unsaid,
    };
    let summed_up =
        NewOffer { customer_template: None, summary_template: Some(from("Handing over")), ..offer.clone() };
    let body = Some("a\0b".to_owned());
    for command in [
        Command::ChangeScheduled(planned, Box::new(ScheduledChange { body, ..change() })),
        Command::SetReminder { conversation: id, words: "a\0b".to_owned(), at: ny("05-12 12:00") },
        Command::NoteFrom(id, from("Handing over")),
        Command::Offer(id, Box::new(offer)),
        Command::Offer(id, Box::new(summed_up)),
    ] {
        let refused = desk.try_do(&By::person(CHRIS), &command);
        assert!(
            matches!(&refused, Err(refusal) if refusal.to_string().contains("U+0000")),
            "{command:?}: {refused:?}"
        );
    }
}
