//! Whom a text is given to, why, and who else is asked.

use crate::common::*;
use baton_routing::{
    Contact, Owner, PersonRef, Priority, QueueRef, Scratch, TargetRef, TemplateRef, Why, explain,
};

#[test]
fn the_article_s_rule_routes_as_the_article_says() {
    let owner_of = |text| owner(&decide(ARTICLE, &facts(text)));
    assert_eq!(owner_of("How much is a QUOTE?"), Some(SALES));
    assert_eq!(owner_of("Can I reschedule?"), Some(SCHEDULING));
    assert_eq!(owner_of("I sometimes wonder"), Some(GENERAL));
}

#[test]
fn a_decision_names_the_words_and_the_line() {
    let decision = decide(ARTICLE, &facts("Could I get a “Quote” and a price?"));
    assert_eq!(explain(&decision, &names()), "Sales, because the text says \"Quote\" and \"price\" (line 1)");
    let because = &decision.assignment.as_ref().unwrap().because;
    assert_eq!(
        Why::from(because),
        Why {
            line: 1,
            rule: "IF message contains \"price\", \"quote\", \"estimate\"".to_owned(),
            matched: vec!["Quote".to_owned(), "price".to_owned()],
        }
    );
    let otherwise = decide(ARTICLE, &facts("Hi"));
    assert_eq!(explain(&otherwise, &names()), "General, because no rule fits its words (line 5)");
}

#[test]
fn a_branch_without_words_is_explained_by_its_condition() {
    let text = "IF (contact is new) # walk-ins\n ASSIGN to Sales queue ELSE ASSIGN to General queue";
    let contact = Contact { new: true, ..Contact::default() };
    let decision = decide(text, &baton_routing::Facts { contact, ..facts("Hi") });
    assert_eq!(explain(&decision, &names()), "Sales, because IF (contact is new) (line 1)");
}

#[test]
fn two_questions_in_one_text_make_an_ask_for_the_second_owner() {
    let decision = decide(ARTICLE, &facts("What is the price, and can I reschedule my appointment?"));
    assert_eq!(owner(&decision), Some(SALES));
    assert_eq!(asks(&decision), [(SCHEDULING, vec!["reschedule", "appointment"])]);
}

#[test]
fn a_place_that_an_earlier_branch_used_makes_no_ask() {
    let text = "IF message contains \"payment plan\" ASSIGN to Billing queue
                ELSE IF message contains \"plan\" ASSIGN to Sales queue ELSE ASSIGN to General queue";
    assert_eq!(asks(&decide(text, &facts("a payment plan please"))), []);
    assert_eq!(asks(&decide(text, &facts("a payment plan and a Plan"))), [(SALES, vec!["Plan"])]);
}

#[test]
fn a_branch_between_that_matched_uses_its_place_even_without_an_ask_of_its_own() {
    let text = "IF message contains \"price\" ASSIGN to Sales queue
                ELSE IF message contains \"gift card\" ASSIGN to Sales queue
                ELSE IF message contains \"card\" ASSIGN to Billing queue
                ELSE ASSIGN to General queue";
    assert_eq!(asks(&decide(text, &facts("price of a gift card"))), []);
    assert_eq!(asks(&decide(text, &facts("price of a card"))), [(BILLING, vec!["card"])]);
}

#[test]
fn every_owner_is_asked_once() {
    let text = "IF message contains \"price\" ASSIGN to Sales queue
                ELSE IF message contains \"invoice\" ASSIGN to Billing queue
                ELSE IF message contains \"card\" ASSIGN to Billing queue
                ELSE IF message contains \"gift\" ASSIGN to Sales queue
                ELSE ASSIGN to General queue";
    assert_eq!(asks(&decide(text, &facts("price, invoice, card, gift"))), [(BILLING, vec!["invoice"])]);
}

#[test]
fn words_under_not_and_conditions_without_words_make_no_asks() {
    let text = "IF message contains \"price\" ASSIGN to Sales queue
                ELSE IF not message contains \"cash\" ASSIGN to Billing queue
                ELSE IF contact is existing and not not message has no media ASSIGN to Scheduling queue
                ELSE ASSIGN to General queue";
    assert_eq!(asks(&decide(text, &facts("price"))), []);
    let doubly = "IF message contains \"price\" ASSIGN to Sales queue
                  ELSE IF not (not message contains \"card\" or contact is new) ASSIGN to Billing queue
                  ELSE ASSIGN to General queue";
    assert_eq!(asks(&decide(doubly, &facts("price, card"))), [(BILLING, vec!["card"])]);
}

#[test]
fn words_of_a_part_that_is_not_true_are_nobody_s_reason() {
    let text = "IF message contains \"price\" ASSIGN to Sales queue
                ELSE IF (message contains \"card\" and contact is new) or contact is existing ASSIGN to Billing queue
                ELSE ASSIGN to General queue";
    assert_eq!(asks(&decide(text, &facts("price, card"))), []);
}

#[test]
fn an_ask_carries_its_branch_s_target() {
    let text = "IF message contains \"price\" ASSIGN to Sales queue
                ELSE IF message contains \"pain\" ASSIGN to Scheduling queue TARGET Urgent TAG pain
                ELSE ASSIGN to General queue";
    let decision = decide(text, &facts("price? also I am in pain"));
    assert_eq!(decision.asks[0].target, Some(TargetRef(1)));
    assert_eq!(
        (decision.target, decision.tags.len()),
        (None, 0),
        "a chain does what its first true branch says"
    );
}

#[test]
fn regular_expressions_make_asks_too() {
    let text = "IF message contains \"price\" ASSIGN to Sales queue
                ELSE IF message matches /order \\d+/ ASSIGN to Billing queue ELSE ASSIGN to General queue";
    let decision = decide(text, &facts("price of ORDER 4711?"));
    assert_eq!(asks(&decision), [(BILLING, vec!["ORDER 4711"])]);
}

#[test]
fn an_else_is_provisional_and_a_condition_overrules_it() {
    let routing = ready(ARTICLE);
    let mut scratch = Scratch::default();
    assert!(routing.decide(&facts("Hi"), &mut scratch).provisional);
    assert!(!routing.decide(&facts("price"), &mut scratch).provisional);
    assert_eq!(routing.decide_by_condition(&facts("are you there"), &mut scratch), None);
    let second = routing.decide_by_condition(&facts("how much is a quote"), &mut scratch).unwrap();
    assert_eq!(owner(&second), Some(SALES));
}

#[test]
fn nobody_assigned_is_provisional() {
    let decision = decide("IF message contains \"price\" ASSIGN to Sales queue", &facts("Hi"));
    assert_eq!((owner(&decision), decision.provisional), (None, true));
}

#[test]
fn several_chains_run_in_order_and_the_first_assign_wins() {
    let text = "IF message contains \"asap\" TAG urgent, vip PRIORITY urgent
                IF message contains \"asap\" UNTAG VIP TAG later PRIORITY normal ASSIGN to Billing queue END IF
                IF message contains \"price\" ASSIGN to Sales queue ELSE ASSIGN to General queue";
    let decision = decide(text, &facts("price asap"));
    assert_eq!(owner(&decision), Some(BILLING));
    assert_eq!(decision.assignment.as_ref().unwrap().because.chain, 1);
    assert_eq!(decision.priority, Some(Priority::Urgent), "the first that names one gives it");
    let tags = |tags: &[std::sync::Arc<str>]| tags.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(tags(&decision.tags), ["urgent", "later"]);
    assert_eq!(tags(&decision.untags), ["VIP"]);
    assert_eq!(asks(&decision), [], "another chain is no later branch");
}

#[test]
fn an_owner_who_is_not_there_leaves_it_to_the_next_true_branch() {
    let text = "IF contact has owner ASSIGN to owner TAG theirs
                ELSE IF message contains \"price\" ASSIGN to Sales queue
                ELSE ASSIGN to General queue";
    let with = |owner| Contact { has_owner: true, owner, ..Contact::default() };
    let there = baton_routing::Facts { contact: with(Some(CHRIS)), ..facts("price") };
    let decision = decide(text, &there);
    assert_eq!(owner(&decision), Some(Owner::Person(CHRIS)));
    assert_eq!(asks(&decision), [(SALES, vec!["price"])]);
    let away = baton_routing::Facts { contact: with(None), ..facts("price") };
    let decision = decide(text, &away);
    assert_eq!((owner(&decision), decision.provisional), (Some(SALES), false));
    assert_eq!(decision.tags.len(), 1, "the rest of the branch is done");
}

#[test]
fn a_named_person_who_can_take_nothing_is_passed_over() {
    let text = "IF message contains \"price\" ASSIGN to maya@cedarlane.example ELSE ASSIGN to General queue";
    let busy = At { open: true, minute: 0, busy: vec![MAYA] };
    assert_eq!(owner(&decide(text, &facts("price"))), Some(Owner::Person(MAYA)));
    let decision = decide(text, &baton_routing::Facts { moment: &busy, ..facts("price") });
    assert_eq!((owner(&decision), decision.provisional), (Some(GENERAL), true));
}

#[test]
fn every_condition_answers_as_it_reads() {
    let night = At { open: false, minute: 23 * 60, busy: Vec::new() };
    let base = baton_routing::Facts {
        has_media: true,
        contact: Contact {
            new: true,
            tags: &["VIP", "long  standing"],
            attributes: &[("Plan", "Gold"), ("city", "Málaga")],
            has_owner: true,
            owner_available: false,
            owner: None,
        },
        tags: &["Urgent"],
        moment: &night,
        ..facts("It's a test, order 12")
    };
    let cases = [
        ("message contains any \"nope\", \"TEST\"", true),
        ("message contains all \"test\", \"order\"", true),
        ("message contains all \"test\", \"nope\"", false),
        ("message matches /ORDER \\d+$/", true),
        ("message matches /(?-i:ORDER)/", false),
        ("message matches /a\\/b/", false),
        ("message has media", true),
        ("message has no media", false),
        ("contact is new", true),
        ("contact is not new", false),
        ("contact is existing", false),
        ("contact is not existing", true),
        ("contact tagged \"nope\", vip", true),
        ("contact tagged long standing", true),
        ("contact tagged nope", false),
        ("contact.plan is \"gold\"", true),
        ("contact.PLAN is silver, GOLD", true),
        ("contact.\"city\" is \"malaga\"", true),
        ("contact.plan is not gold", false),
        ("contact.nothing is \"gold\"", false),
        ("contact has owner", true),
        ("contact has no owner", false),
        ("owner is available", false),
        ("owner is not available", true),
        ("line is \"Main\"", true),
        ("line is studio, +12125550101", true),
        ("line is not Main", false),
        ("within Clinic", false),
        ("within \"clinic\" and contact is new", false),
        ("outside Clinic hours", true),
        ("between 22:00 and 6:00", true),
        ("between 23:00 and 24:00", true),
        ("between 8:00 and 23:00", false),
        ("tagged urgent", true),
        ("tagged \"new\"", false),
        ("not tagged new and not tagged urgent", false),
        ("tagged new and tagged urgent or contact is new", true),
        ("tagged new and (tagged urgent or contact is new)", false),
        ("NOT (tagged new OR tagged old) AND tagged urgent", true),
    ];
    for (condition, expected) in cases {
        let text = format!("IF {condition} ASSIGN to Sales queue ELSE ASSIGN to General queue");
        let found = owner(&decide(&text, &base)) == Some(SALES);
        assert_eq!(found, expected, "{condition}");
    }
}

#[test]
fn every_action_says_what_it_says() {
    let text = "IF message contains \"a\" THEN assign to Front desk queue tag hot lead, \"#b, c\" untag new
                priority high reply with \"Handoff, internal\" target New inquiry ELSE ASSIGN to Maya Ortiz ENDIF";
    let decision = decide(text, &facts("a"));
    assert_eq!(owner(&decision), Some(Owner::Queue(QueueRef(4))));
    assert_eq!(decision.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(), ["hot lead", "b, c"]);
    assert_eq!(decision.untags.iter().map(|tag| &**tag).collect::<Vec<_>>(), ["new"]);
    assert_eq!(decision.priority, Some(Priority::High));
    assert_eq!((decision.reply, decision.target), (Some(TemplateRef(2)), Some(TargetRef(2))));
    assert_eq!(owner(&decide(text, &facts("b"))), Some(Owner::Person(MAYA)));
}

#[test]
fn the_owner_before_and_whoever_is_on_call_can_be_named() {
    let text = "IF tagged urgent ASSIGN to on call ELSE IF message contains \"again\" ASSIGN to last owner
                ELSE ASSIGN to General queue";
    let on_call = Some(Owner::Person(PersonRef(3)));
    let urgent = baton_routing::Facts { tags: &["urgent"], on_call, ..facts("again") };
    assert_eq!(owner(&decide(text, &urgent)), on_call);
    let again = baton_routing::Facts { last_owner: Some(BILLING), ..facts("again") };
    assert_eq!(owner(&decide(text, &again)), Some(BILLING));
    assert_eq!(owner(&decide(text, &facts("again"))), Some(GENERAL));
}

#[test]
fn case_lines_quotes_and_comments_do_not_matter() {
    let strange = "if Message CONTAINS “price”,\n \"quote\" , “a # b”, # not in quotes: a comment \"x\"
        «estimate»\r\n assign TO sales Queue else if message contains 'no' or contact is new assign to Sales queue";
    let problems = baton_routing::compile(strange, &names()).unwrap_err();
    assert_eq!(problems.len(), 1, "single quotes are told: {problems:?}");
    let fine = strange.replace("'no'", "\"it's\"");
    for text in ["PRICE", "a # b", "estimate", "it’s"] {
        assert_eq!(owner(&decide(&fine, &facts(text))), Some(SALES), "{text}");
    }
}

#[test]
fn actions_without_a_condition_hold_for_every_text() {
    let decision = decide("ASSIGN to General queue", &facts(""));
    assert_eq!((owner(&decision), decision.provisional), (Some(GENERAL), true));
    assert_eq!(decide("", &facts("Hi")), baton_routing::Decision { provisional: true, ..Default::default() });
}

#[test]
fn one_scratch_serves_different_texts_and_rules() {
    let (article, other) = (ready(ARTICLE), ready("IF message contains \"x\" ASSIGN to Billing queue"));
    let mut scratch = Scratch::default();
    for text in ["price", "x", "time and price", "ｘ", "", "appointment"] {
        for routing in [&article, &other] {
            let fresh = routing.decide(&facts(text), &mut Scratch::default());
            assert_eq!(routing.decide(&facts(text), &mut scratch), fresh, "{text}");
        }
    }
}
