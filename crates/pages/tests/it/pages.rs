//! What pages say and ask, whatever is put into them.

use crate::sample::conversation::{
    composer, composer_newer, composer_opted_out, head, head_of_a_queue, head_waiting, jamie,
};
use crate::sample::timeline::{every_state, timeline};
use crate::sample::{self, list, others};
use baton_pages::{
    ActionForms, ComposerState, Conversation, ConversationRow, Draft, Hand, Head, Html as _, Inbox,
    InboxPage, LivePane, Mode, Rail, Ring, StatusNow, Timeline, TimelineItem,
};

fn inbox_with(change: impl FnOnce(Conversation) -> Conversation) -> String {
    InboxPage { beside: Inbox::Conversation(Box::new(change(jamie()))), ..sample::inbox() }.html()
}

fn all_pages() -> Vec<String> {
    let mut all = crate::handoff::all();
    all.extend(crate::compose::all());
    all.extend(other_pages());
    all
}

fn other_pages() -> Vec<String> {
    vec![
        sample::inbox().html(),
        inbox_with(|jamie| Conversation { head: head_of_a_queue(), timeline: every_state(), ..jamie }),
        inbox_with(|jamie| Conversation { head: head_waiting(), composer: composer_newer(), ..jamie }),
        inbox_with(|jamie| Conversation { composer: composer_opted_out(), ..jamie }),
        inbox_with(|jamie| Conversation { head: sample::customer::wishes(), ..jamie }),
        sample::customer::contact(None).html(),
        sample::customer::contact(Some("They opted out.")).html(),
        others::first_visit().html(),
        others::nothing_chosen().html(),
        others::phone().html(),
        others::policy(Draft::Live).html(),
        others::faults(true).html(),
        others::faults(false).html(),
        others::policy(Draft::Checked).html(),
        others::sign_in(Some("These do not belong together.")).html(),
        others::setup().html(),
        others::missing().html(),
    ]
}

/// The values of an attribute, in order.
fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let needle = format!(" {name}=\"");
    html.split(needle.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn no_page_needs_inline_script_or_style() {
    for page in all_pages() {
        assert!(!page.contains(" style="), "a style attribute");
        assert!(!page.contains("<style"), "a style element");
        assert!(!page.contains("javascript:"));
        for script in page.split("<script").skip(1) {
            assert!(
                script.starts_with(" src=\"/assets/"),
                "an inline script: {}",
                &script[..60.min(script.len())]
            );
        }
        let handlers = page.split([' ', '\n']).filter(|word| word.starts_with("on") && word.contains("=\""));
        assert_eq!(handlers.count(), 0, "an inline handler");
    }
}

#[test]
fn every_id_stands_once_on_a_page() {
    for page in all_pages() {
        let mut ids = attribute(&page, "id");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "an id stands twice: {ids:?}");
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for page in all_pages() {
        for form in page.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            if form.split('>').next().unwrap_or_default().contains("method=\"post\"") {
                assert!(form.contains(r#"name="csrf" value="token-against-forgery""#), "{form}");
            }
        }
    }
}

#[test]
fn a_name_that_is_a_script_is_only_a_name() {
    let evil = r#"<script>alert("1")</script>"#;
    let row = ConversationRow { tags: vec![evil.into()], ..list::row("c1", evil, Ring::mate(evil), evil) };
    let html = row.html();
    assert!(!html.contains("<script"), "{html}");
    assert!(html.contains("&#60;script&#62;"), "{html}");
    let text = sample::timeline::text(
        1,
        Hand::You,
        evil,
        evil,
        sample::at("14:00", evil),
        baton_pages::Delivery::Received,
    );
    let html = Timeline { items: vec![TimelineItem::Message(text)], ..timeline() }.html();
    assert!(!html.contains("<script"), "{html}");
    let html = Head { who: evil.into(), owns: evil.into(), ..head() }.html();
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn a_text_that_looks_like_a_fragment_stays_text() {
    let evil = r##"<hx-partial hx-target="#compose">gone</hx-partial>"##;
    let text = sample::timeline::text(
        1,
        Hand::You,
        "Jamie",
        evil,
        sample::at("14:00", "2 pm"),
        baton_pages::Delivery::Received,
    );
    let html = Timeline { items: vec![TimelineItem::Message(text)], ..timeline() }.html();
    assert!(!html.contains("<hx-"), "{html}");
}

#[test]
fn a_row_says_who_has_it_in_words_and_is_bold_only_when_unread() {
    let ring = Ring::queue_answered_by("Billing", "Bg", "Dana Kim");
    let row = ConversationRow { unread: true, ..list::row("c1", "Tom Whitlock", ring, "Hello??") };
    let html = row.html();
    assert!(html.contains(r#"aria-label="Billing queue; Dana Kim answers for it""#), "{html}");
    assert!(html.contains(r#"class="row row--new""#) && html.contains(", unread"), "{html}");
    assert!(!ConversationRow { unread: false, ..row }.html().contains("row--new"));
}

#[test]
fn a_row_leads_to_its_conversation_and_keeps_the_list() {
    let row = ConversationRow {
        list: "view=mine&tag=new".into(),
        ..list::row("c1", "Tom", Ring::mate("Ben Hart"), "Hi")
    };
    assert!(row.html().contains(r#"href="/c/c1?view=mine&#38;tag=new#conversation""#), "{}", row.html());
}

#[test]
fn the_ownership_line_is_drawn_by_what_is_there() {
    let html = timeline().html();
    let drawn: Vec<&str> = attribute(&html, "class").into_iter().filter_map(hand).collect();
    assert_eq!(drawn, ["queue", "queue", "you", "you", "you", "you"]);
}

fn hand(class: &str) -> Option<&str> {
    class.split(' ').find_map(|name| name.strip_prefix("by-"))
}

#[test]
fn a_note_has_its_ground_its_lock_its_words_and_no_way_to_the_customer() {
    let html = timeline().html();
    assert!(html.contains("Note by you") && html.contains("Only your team sees this"));
    let composer = composer(ComposerState::Ready);
    let html = baton_pages::Composer { mode: Mode::Note, ..composer }.html();
    assert!(html.contains(r#"value="note" checked"#));
    let note = html.split("btn--note").nth(1).expect("a button for notes");
    assert!(note.contains(r#"formaction="/c/c7/notes""#), "{note}");
}

#[test]
fn what_is_pressed_says_what_was_seen_which_conversation_and_which_press() {
    let html = composer(ComposerState::Ready).html();
    for (name, value) in [("conversation", "c7"), ("seen", "m6"), ("key", "5b0c1e9a")] {
        assert!(html.contains(&format!(r#"name="{name}" value="{value}""#)), "{name}");
    }
    let buttons = attribute(&html, "value");
    assert!(["open", "pending", "closed"].iter().all(|then| buttons.contains(then)), "{buttons:?}");
}

#[test]
fn a_press_over_something_newer_shows_it_and_keeps_the_words() {
    let html = composer_newer().html();
    assert!(html.contains(r#"role="alert""#) && html.contains("Ben answered 12 seconds ago"));
    assert!(html.contains("Send anyway") && html.contains("Yours has not gone out."));
    assert!(html.contains("\nYes, we do: three monthly payments.</textarea>"));
}

#[test]
fn nobody_can_text_a_number_that_opted_out_but_notes_are_written() {
    let html = composer_opted_out().html();
    assert!(html.contains("Hal replied STOP on 9 May."));
    assert!(!html.contains(r#"name="then""#), "no way to send: {html}");
    assert!(html.contains("/c/c7/notes"));
}

#[test]
fn only_what_one_may_do_is_shown() {
    let nothing = Head { actions: ActionForms::default(), ..head() }.html();
    for action in ["claim", "assign", "release", "status"] {
        assert!(!nothing.contains(&format!("/c/c7/{action}")), "{action}");
    }
    let queue = head_of_a_queue().html();
    assert!(
        queue.contains("/c/c7/claim") && queue.contains("/c/c7/release") && !queue.contains("/c/c7/assign")
    );
    let closed = ActionForms { status: Some(StatusNow::Closed), ..ActionForms::default() };
    let closed = Head { actions: closed, ..head() }.html();
    assert!(closed.contains("Open it again") && !closed.contains("act-close"));
}

#[test]
fn a_live_answer_leaves_the_composer_alone_unless_it_is_meant() {
    let live = LivePane { head: Some(head()), timeline: Some(timeline()), ..LivePane::default() };
    let html = live.html();
    assert!(html.contains(r##"hx-target="#head""##) && html.contains(r##"hx-target="#tl""##));
    assert!(!html.contains("compose"), "what somebody writes is not touched");
}

#[test]
fn a_row_alone_is_the_row_of_the_list() {
    let page = sample::inbox();
    let html = page.html();
    for group in &page.list.groups {
        for row in &group.rows {
            assert!(html.contains(&row.html()), "{}", row.who);
        }
    }
}

#[test]
fn a_rail_is_drawn_in_numbers_and_not_at_all_without_a_promise() {
    let row = list::row("c1", "Tom", Ring::mate("Ben Hart"), "Hi");
    assert!(!row.html().contains("burn"));
    let waiting = ConversationRow { rail: Rail::Waiting, ..row.clone() }.html();
    assert!(waiting.contains("burn--wait") && !waiting.contains("<rect"));
    let spent = Rail::Spent { percent: 250, state: baton_pages::DueState::Late };
    assert!(ConversationRow { rail: spent, ..row }.html().contains(r#"y="0%" height="100%""#));
}

#[test]
fn a_problem_of_the_policy_points_at_its_place() {
    let html = others::policy(Draft::Checked).html();
    let place = r##"<a href="#policy-text" data-line="10" data-column="13">Line 10, column 13</a>"##;
    assert!(html.contains(&format!("{place}: there is no queue called “Membership”.")));
    assert!(html.contains("10 |   ASSIGN to Membership queue\n   |             <b class=\"fail\">^^^^^^^^^^</b></pre><p>did you mean Memberships?</p>"));
    assert!(html.contains("disabled"), "a draft with an error cannot go live");
}

#[test]
fn a_password_is_never_sent_back() {
    let mut setup = others::setup();
    setup.password.value = String::new();
    setup.password.wrong = Some("At least 12 characters: this has 5.".into());
    let html = setup.html();
    assert!(html.contains("At least 12 characters: this has 5."));
    assert!(!others::sign_in(Some("wrong")).html().contains(r#"type="password" value"#));
}

#[test]
fn the_reader_is_told_where_they_are() {
    let html = others::nothing_chosen().html();
    assert!(html.contains(r#"href="/?view=mine" aria-current="page""#));
    let phone = others::phone().html();
    assert!(
        phone.contains(r#"href="/phone" aria-current="page""#) && !phone.contains(r#"href="/" aria-current"#)
    );
}
