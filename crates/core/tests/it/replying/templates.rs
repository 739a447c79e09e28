//! What people write with templates.

use super::*;

/// Source: the article's first response. Fails when what is known is not filled, a blank is not asked for by name, or the
/// timeframe does not become a promise.
#[test]
fn a_template_is_filled_with_what_is_known_and_what_is_given() {
    let mut desk = desk_at("05-12 10:00");
    desk.text("My invoice is wrong");
    let refused = desk.send_with(&chris(), "First response", &[]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "The text still misses [short description] and [timeframe] (by when the sender promises to answer). Fill them in \
         to send it."
    );
    assert!(matches!(refused, Refusal::Invalid { field: "values", .. }));
    let values = [("short description", "your invoice"), ("Timeframe", "within 15–20 minutes")];
    let written = desk.send_with(&chris(), "first RESPONSE", &values).unwrap();
    assert_eq!(
        written.body,
        "Hi there, this is Chris Bell with General at Cedar Lane Physio. I'll look into your invoice and answer by within \
         15–20 minutes."
    );
    assert_eq!(written.promise_by, Some(ny("05-12 10:20")));
    assert_eq!(written.template, Some(("First response".to_owned(), 1)));
    assert_eq!(
        desk.conversation().shown_clock().unwrap().due_at,
        ny("05-12 10:20"),
        "the follow-up is due then"
    );
}

/// Fails when a timeframe is read as another time than it says, or one that has passed is promised.
#[test]
fn a_timeframe_is_a_promise_where_it_is_exact() {
    for (words, due) in [
        ("3 pm", Some("05-12 15:00")),
        ("tomorrow at 9:30 am", Some("05-13 09:30")),
        ("Friday at noon", Some("05-15 12:00")),
        ("1 business day", Some("05-13 10:00")),
        ("10 business hours", Some("05-13 11:00")),
        ("2 hours", Some("05-12 12:00")),
        ("soon", None),
    ] {
        let mut desk = desk_at("05-12 10:00");
        desk.text("My invoice is wrong");
        let values = [("short description", "it"), ("timeframe", words)];
        let written = desk.send_with(&chris(), "First response", &values).unwrap();
        assert_eq!(written.promise_by, due.map(ny), "{words}");
    }
    let mut desk = desk_at("05-12 10:00");
    desk.text("My invoice is wrong");
    let passed =
        desk.send_with(&chris(), "First response", &[("short description", "it"), ("timeframe", "9 am")]);
    assert_eq!(passed.unwrap_err().to_string(), "The time “9 am” has passed. Promise a later one.");
}

/// Fails when the text that reopens a conversation promises its business hours by another target than the one that holds
/// once it is open, for a closed one is taken to be in no queue.
#[test]
fn a_timeframe_that_reopens_is_meant_in_the_hours_of_its_queues_target() {
    let everybody = "[[targets]]\nname = \"Everybody\"";
    let of_general = "[hours.Late]\ntue = [\"20:00-23:00\"]\n\n[[targets]]\nname = \"General\"\n\
                      when = \"queue is General\"\nfirst_response = \"1 h\"\nhours = \"Late\"\n\n";
    let policy = policy(AFTER_HOURS).replace(everybody, &format!("{of_general}{everybody}"));
    let mut desk = Desk::on("05-12 10:00", &policy);
    desk.text("My invoice is wrong");
    let id = desk.conversation().id;
    desk.act(&chris(), &Command::Close(id, None));
    let values = [("short description", "it"), ("timeframe", "2 business hours")];
    let written = desk.send_with(&chris(), "First response", &values).unwrap();
    assert_eq!(written.promise_by, Some(ny("05-12 22:00")));
}

/// Fails when a time is promised that never comes, because the hours in which it counts never open.
#[test]
fn a_time_that_never_comes_is_not_promised() {
    let shut = policy(AFTER_HOURS)
        .replace("next_response = \"1 h\"\nhours = \"Clinic\"", "next_response = \"1 h\"\nhours = \"Never\"")
        .replace("[queues.General]", "[hours.Never]\n\n[queues.General]");
    let mut desk = Desk { now: ny("05-12 10:00"), ..Desk::with(&shut) };
    desk.text("My invoice is wrong");
    let values = [("short description", "it"), ("timeframe", "2 business hours")];
    let refused = desk.send_with(&chris(), "First response", &values).unwrap_err();
    assert_eq!(refused.reason(), baton_core::Reason::TimeNeverComes, "{refused}");
}

/// Fails when the template's own status is not what comes after, or is where the sender says otherwise.
#[test]
fn what_comes_after_is_the_templates_unless_its_sender_says() {
    let values = [("specific info", "your card")];
    let mut desk = desk_at("05-12 10:00");
    desk.text("My invoice is wrong");
    let written = desk.send_with(&chris(), "Waiting on you", &values).unwrap();
    assert_eq!(written.body, "Hi there, we only need your card from you. Then we go on.");
    assert_eq!(desk.conversation().status, Status::Pending);
    let mut desk = desk_at("05-12 10:00");
    desk.text("My invoice is wrong");
    let from = FromTemplate { own_then: true, ..template("Waiting on you", &values) };
    let text = NewText { template: Some(Box::new(from)), ..NewText::saying("") };
    let id = desk.conversation().id;
    desk.act(&chris(), &Command::Send(id, Box::new(text)));
    assert_eq!(desk.conversation().status, Status::Open);
    desk.send_with(&chris(), "All done", &[]).unwrap();
    assert_eq!(desk.conversation().status, Status::Closed);
}

/// Fails when somebody uses a template that is not for them, or a program one that is not everybody's.
#[test]
fn a_template_is_for_those_whose_it_is() {
    let mut desk = desk_at("05-12 10:00");
    desk.text("My invoice is wrong");
    let program = By::Program { id: ProgramId(9), name: "Reminders".to_owned() };
    let by = |person: PersonId| By::person(person);
    let amount = [("amount", "90")];
    for (name, values, may, may_not) in [
        ("Billing's own", &amount[..], vec![by(SAM), by(RUTH)], vec![by(CHRIS), program.clone()]),
        ("Maya's own", &[][..], vec![by(MAYA)], vec![by(RUTH), program.clone()]),
        ("All done", &[][..], vec![by(CHRIS), program.clone()], vec![]),
    ] {
        for who in may_not {
            let refused = desk.send_with(&who, name, values).unwrap_err();
            assert_eq!(
                refused.to_string(),
                format!("There is no template “{name}” that you can use."),
                "{who:?}"
            );
            assert!(desk.directory.templates_for(&who).all(|template| template.name != name));
        }
        for who in may {
            assert!(desk.directory.templates_for(&who).any(|template| template.name == name), "{who:?}");
            desk.send_with(&who, name, values).unwrap();
        }
    }
}

/// Law 12. Fails when a note's template makes a text, a text's a note, or the customer's words are not known in it.
#[test]
fn a_notes_template_makes_notes() {
    let mut desk = desk_at("05-12 10:00");
    let theirs = desk.text("My invoice is wrong").message.unwrap();
    let quoted =
        baton_core::Quotable { id: theirs, body: "My invoice is wrong".to_owned(), at: desk.now, ours: None };
    desk.subject.quotable = vec![quoted];
    let refused = desk.send_with(&chris(), "Handing over", &[]).unwrap_err();
    assert!(refused.to_string().contains("never leaves the team"), "{refused}");
    let id = desk.conversation().id;
    let values = [("Name/Role", "Dana (Billing)")];
    let note = Command::NoteFrom(id, Box::new(template("Handing over", &values)));
    assert!(note.needs_quotable());
    let noted = desk.act(&chris(), &note);
    let [Event::NoteAdded { body, made_with: Some(made), .. }] = &noted.events[..] else {
        panic!("{noted:?}")
    };
    assert_eq!(body, "Handing to Dana (Billing). They wrote: My invoice is wrong");
    assert_eq!(made.template, "Handing over");
    let text = Command::NoteFrom(id, Box::new(template("All done", &[])));
    assert!(desk.try_do(&chris(), &text).is_err());
}

/// Fails when a value is read again, a label that is not there is let through, or a text goes beside a template.
#[test]
fn what_is_filled_in_is_taken_as_it_is() {
    let mut desk = desk_at("05-12 10:00");
    desk.text("My invoice is wrong");
    let values = [("specific info", "[Your Name] and [[ this"), ("First Name", "Jamie")];
    let written = desk.send_with(&chris(), "Waiting on you", &values).unwrap();
    assert_eq!(written.body, "Hi Jamie, we only need [Your Name] and [[ this from you. Then we go on.");
    let refused = desk.send_with(&chris(), "Waiting on you", &[("specific infos", "x")]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "The template “Waiting on you” has no [specific infos]. It has [First Name], [specific info], [next step]."
    );
    let id = desk.conversation().id;
    let both = NewText { template: Some(Box::new(template("All done", &[]))), ..NewText::saying("Hi") };
    assert!(desk.try_do(&chris(), &Command::Send(id, Box::new(both))).is_err());
    let long = "x".repeat(1_600);
    let refused = desk.send_with(&chris(), "Waiting on you", &[("specific info", &long)]).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid { field: "values", .. }), "{refused}");
}

/// Fails when a conversation cannot begin with a template, or names are not known there.
#[test]
fn a_conversation_begins_with_a_template() {
    let mut desk = desk_at("05-12 10:00");
    let to = baton_text::Address::from_carrier("+12125550134", || baton_text::Region::US);
    let values = [("short description", "your referral"), ("timeframe", "tomorrow")];
    let text =
        NewText { template: Some(Box::new(template("First response", &values))), ..NewText::saying("") };
    let begun = desk.act(&chris(), &Command::Begin(Box::new(Begin { line: MAIN, to, text })));
    assert_eq!(
        Written::of(&begun.events).body,
        "Hi there, this is Chris Bell with General at Cedar Lane Physio. I'll look into your referral and answer by \
         tomorrow."
    );
}

/// Source: the article's words for a handoff. Fails when the text to the customer does not name who takes over, goes out
/// other than it was approved, or forgets its template.
#[test]
fn a_handoff_tells_the_customer_with_a_template() {
    let with = policy(AFTER_HOURS)
        + "\n[templates.Looping]\ntext = \"I'm looping in [Name/Role] who handles [area].\"\n[templates.Leaking]\ntext = \"They said: [summary]\"\n";
    let mut desk = Desk { now: ny("05-12 10:00"), ..Desk::with(&with) };
    desk.text("My invoice is wrong");
    let id = desk.conversation().id;
    desk.act(&chris(), &Command::Claim(id));
    let offer = |values: &[(&str, &str)], words: Option<&str>| {
        let baton = Baton { to_customer: words.map(str::to_owned), ..summary("Wants an invoice.") };
        let customer_template = Some(Box::new(template("Looping", values)));
        let to = Owner::Person(SAM);
        Command::Offer(
            id,
            Box::new(NewOffer { to, baton, customer_template, summary_template: None, seen: Seen::Unsaid }),
        )
    };
    assert!(desk.try_do(&chris(), &offer(&[], None)).unwrap_err().to_string().contains("[area]"));
    let area = [("area", "invoices")];
    assert!(desk.try_do(&chris(), &offer(&area, Some("Sam has it."))).is_err(), "one of both");
    // What is for the team alone does not reach the customer by a template.
    let from = template("Leaking", &[("summary", "Wants an invoice.")]);
    let (to, baton) = (Owner::Person(SAM), summary("Wants an invoice."));
    let leak = NewOffer {
        to,
        baton,
        customer_template: Some(Box::new(from)),
        summary_template: None,
        seen: Seen::Unsaid,
    };
    let refused = desk.try_do(&chris(), &Command::Offer(id, Box::new(leak))).unwrap_err();
    assert!(refused.to_string().contains("a note never leaves the team"), "{refused}");
    desk.act(&chris(), &offer(&area, None));
    let handoff = desk.conversation().handoff.clone().unwrap();
    let accepted = desk.act(&By::person(SAM), &Command::Accept(id, handoff.id));
    let written = Written::of(&accepted.events);
    assert_eq!(written.body, "I'm looping in Sam (Billing) who handles invoices.");
    assert_eq!(written.template, Some(("Looping".to_owned(), 1)));
}

/// An offer of Chris's to Sam with a summary made from a template, and the giver's words.
fn summed_up(
    desk: &Desk,
    name: &str,
    values: &[(&str, &str)],
    [summary, done, pending]: [&str; 3],
) -> Command {
    let baton = Baton {
        summary: summary.to_owned(),
        done: done.to_owned(),
        pending: pending.to_owned(),
        ..Baton::default()
    };
    let summary_template = Some(Box::new(template(name, values)));
    let to = Owner::Person(SAM);
    let offer = NewOffer { to, baton, customer_template: None, summary_template, seen: Seen::Unsaid };
    Command::Offer(desk.conversation().id, Box::new(offer))
}

/// Chris has a conversation, and the team has templates for its handoffs.
fn desk_with_handoff_notes() -> Desk {
    let with = policy(AFTER_HOURS)
        + "\n[templates.Internal]\nkind = \"note\"\ntext = \"For [Name/Role]. They need: [summary]. Done: [what is done]. Deadline: [deadline].\"\n";
    let mut desk = Desk { now: ny("05-12 10:00"), ..Desk::with(&with) };
    let theirs = desk.text("My invoice is wrong").message.expect("a text is a message");
    let body = "My invoice is wrong".to_owned();
    desk.subject.quotable = vec![baton_core::Quotable { id: theirs, body, at: desk.now, ours: None }];
    let id = desk.conversation().id;
    desk.act(&chris(), &Command::Claim(id));
    desk
}

/// Source: the article's internal handoff message. Fails when a summary goes out with a hole in it or in other words than
/// its template's, says twice what the giver wrote, or forgets its template.
#[test]
fn a_handoffs_summary_is_made_with_a_template() {
    let mut desk = desk_with_handoff_notes();
    let words = ["April's invoice again", "changed the address", "the invoice"];
    for (given, deadline, missing) in [
        (words, "", "[deadline]"),
        (["April's invoice again", " ", ""], "Friday", "[what is done]"),
        (["", "changed the address", ""], "Friday", "[summary]"),
    ] {
        let offer = summed_up(&desk, "internal", &[("deadline", deadline)], given);
        assert!(offer.needs_quotable());
        let refused = desk.try_do(&chris(), &offer).unwrap_err();
        assert!(matches!(refused, Refusal::Invalid { field: "summary_values", .. }), "{refused:?}");
        assert!(refused.to_string().starts_with(&format!("The text still misses {missing}")), "{refused}");
        assert_eq!(refused.to_string().matches('[').count(), 1, "{refused}");
    }
    let offer = summed_up(&desk, "internal", &[("deadline", "Friday")], words);
    let offered = desk.act(&chris(), &offer);
    let Some(Event::HandoffOffered { baton, .. }) =
        offered.events.iter().find(|event| matches!(event, Event::HandoffOffered { .. }))
    else {
        panic!("{offered:?}")
    };
    assert_eq!(
        baton.summary,
        "For Sam (Billing). They need: April's invoice again. Done: changed the address. Deadline: Friday."
    );
    assert_eq!(
        (baton.done.as_str(), baton.pending.as_str()),
        ("", "the invoice"),
        "what it says stands there once"
    );
    let made = baton.summary_made_with.as_ref().map(|made| (made.template.as_str(), made.policy_version));
    assert_eq!(made, Some(("Internal", 1)));
    assert_eq!((&baton.made_with, &baton.to_customer), (&None, &None), "the customer hears nothing of it");
    let handoff = desk.conversation().handoff.clone().unwrap();
    assert_eq!(handoff.baton, **baton);
    let bare = baton_core::Audience::Outside.offer(&handoff).into_owned();
    assert_eq!((bare.baton.summary.as_str(), bare.baton.summary_made_with), ("", None));
}

/// Law 12. Fails when a text's template makes a summary, one that is not theirs does, or words beside it are lost.
#[test]
fn a_summary_is_made_with_a_note_and_loses_nothing() {
    let mut desk = desk_with_handoff_notes();
    for (name, values, summary, field, words) in [
        ("All done", &[][..], "", "summary_template", "is a text to the customer"),
        ("Billing's own", &[], "", "summary_template", "that you can use"),
        ("Internal", &[("place", "here")], "x", "summary_values", "has no [place]"),
        ("Handing over", &[], "An invoice", "summary", "has no [summary]"),
    ] {
        let offer = summed_up(&desk, name, values, [summary, "", ""]);
        let refused = desk.try_do(&chris(), &offer).unwrap_err();
        assert!(matches!(refused, Refusal::Invalid { field: at, .. } if at == field), "{refused:?}");
        assert!(refused.to_string().contains(words), "{refused}");
    }
    let offer = summed_up(&desk, "Handing over", &[], ["", "called them", ""]);
    desk.act(&chris(), &offer);
    let baton = desk.conversation().handoff.clone().unwrap().baton;
    assert_eq!(baton.summary, "Handing to Sam (Billing). They wrote: My invoice is wrong");
    assert_eq!(baton.done, "called them", "the template does not say it");
}
