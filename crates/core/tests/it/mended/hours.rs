//! Hours, nights and how times are said.

use super::*;

/// Fails when business hours are counted around the clock because the target runs so.
#[test]
fn business_hours_are_those_of_the_business_whatever_the_target() {
    let policy = policy().replace(
        "next_response = \"1 h\"\nhours = \"Clinic\"",
        "next_response = \"1 h\"\naround_the_clock = true",
    );
    let mut desk = Desk::on("05-15 17:00", &policy);
    desk.text("Do you take new patients?");
    let id = desk.conversation().id;
    let template = FromTemplate {
        name: "Confirming".to_owned(),
        values: vec![("timeframe".to_owned(), "in 2 business hours".to_owned())],
        own_then: false,
    };
    let text = NewText { template: Some(Box::new(template)), ..NewText::saying("") };
    desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(text)));
    assert_eq!(desk.follow_up(), Some(ny("05-18 10:00")), "an hour on Friday, and one on Monday");
}

/// General has hours; elsewhere somebody comes or goes every quarter of an hour, day and night.
fn restless() -> String {
    let shifts: Vec<String> = (0..96)
        .map(|quarter| {
            let wall = |quarter: u32| format!("{:02}:{:02}", quarter / 4 % 24, quarter % 4 * 15);
            let who = if quarter % 2 == 0 { "sam" } else { "tess" };
            format!(
                "  {{ id = \"q{quarter}\", days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"], \
                 from = \"{}\", to = \"{}\", who = \"{who}@cedarlane.example\" }},\n",
                wall(quarter),
                wall(quarter + 1)
            )
        })
        .collect();
    let shifts = shifts.concat();
    let billing = format!(
        "[queues.Billing]\ninitials = \"Bg\"\nmembers = [\"sam@cedarlane.example\", \"tess@cedarlane.example\"]\n\
         rota = \"Round\"\n\n[rotas.Round]\nshifts = [\n{shifts}]\n"
    );
    policy_with(&format!("{billing}{CLINIC}{SECTIONS}"))
        .replace("initials = \"Ge\"", "initials = \"Ge\"\nhours = \"Clinic\"")
        .replace(
            "next_response = \"1 h\"\nhours = \"Clinic\"",
            "next_response = \"1 h\"\naround_the_clock = true",
        )
}

/// Until when the warning about a text of Friday 17:30 waits, where it comes up at `now`.
fn warning_waits(desk: &Desk, directory: &baton_core::Directory, now: Moment) -> Option<Moment> {
    let world = baton_core::World { directory, team: &desk.team, now, by: &By::Policy };
    let wake = Command::Wake(desk.conversation().id);
    let mut ids = baton_core::Ids::new(1 << 40, i64::MAX);
    let decision = baton_core::decide(&world, &mut ids, desk.subject.clone(), &wake).unwrap();
    decision.events.iter().find_map(|event| match event {
        Event::NoticeHeld { until, .. } => Some(*until),
        _ => None,
    })
}

/// Fails when a notice goes out at night because shifts elsewhere come and go often, or when what was worked out for one
/// moment is answered for another.
#[test]
fn a_warning_waits_over_a_restless_weekend() {
    let mut desk = Desk::on("05-15 17:30", &restless());
    desk.text("Do you take new patients?");
    assert_eq!(warning_waits(&desk, &desk.directory, ny("05-15 18:15")), Some(ny("05-18 09:00")));
    let fresh = |now| warning_waits(&desk, &desk.directory.clone(), now);
    let hours = |hours: u64| ny("05-15 18:15") + std::time::Duration::from_hours(hours);
    // To and fro: through the weekend, over Monday, and back.
    let mut waited = 0;
    for step in 0..20u64 {
        let now = hours(step * 37 % 95);
        let found = warning_waits(&desk, &desk.directory, now);
        assert_eq!(found, fresh(now), "{now}");
        waited += u32::from(found.is_some());
    }
    assert!((5..20).contains(&waited), "{waited} of them waited");
}

/// Fails when an answer at night is refused as something that we start, because the thread was stored before it was kept
/// when they wrote last.
#[test]
fn an_answer_at_night_is_one_in_an_older_thread_too() {
    let mut desk = Desk::on("05-12 22:30", &policy());
    desk.text("Do you take new patients?");
    std::sync::Arc::make_mut(desk.subject.thread.as_mut().unwrap()).last_inbound_at = None;
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Send(id, new_text("We do.", Seen::Unsaid, Then::Open)));
    desk.act(&By::person(CHRIS), &Command::Send(id, new_text("Come by.", Seen::Unsaid, Then::Open)));
}

/// Fails when a customer elsewhere reads a time without knowing on whose clock: what opens next is said on theirs, and what
/// its sender promises is meant on the business's.
#[test]
fn times_name_their_clock_where_the_customer_has_another() {
    let said = |zone: Option<&str>| {
        let mut desk = Desk::on("05-12 12:00", &policy());
        desk.text("When?");
        let contact = std::sync::Arc::make_mut(desk.subject.contact.as_mut().unwrap());
        contact.zone = zone.map(str::to_owned);
        let template = FromTemplate {
            name: "Confirming".to_owned(),
            values: [("timeframe".to_owned(), "by 5 pm".to_owned())].into(),
            own_then: false,
        };
        let text = NewText { template: Some(Box::new(template)), ..NewText::saying("") };
        let id = desk.conversation().id;
        desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(text)));
        assert_eq!(desk.conversation().promised, Some(ny("05-12 17:00")), "{zone:?}");
        desk.written().last().unwrap().0.to_owned()
    };
    let plain = "I'll confirm by 5 pm. We open 9 am tomorrow.";
    assert_eq!(said(None), plain);
    assert_eq!(said(Some("America/Detroit")), plain, "their clock shows the same");
    assert_eq!(said(Some("America/Los_Angeles")), "I'll confirm by 5 pm EDT. We open 6 am PDT tomorrow.");
    assert_eq!(said(Some("Asia/Kathmandu")), "I'll confirm by 5 pm EDT. We open 6:45 pm UTC+5:45 tomorrow.");
}
