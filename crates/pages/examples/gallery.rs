//! Writes every page and its states with the sample data into a folder, to be looked at:
//! `cargo run -p baton-pages --example gallery -- FOLDER`, then open `FOLDER/*.html` over any file server.

#[path = "../tests/it/sample/mod.rs"]
mod sample;

use std::path::Path;

use baton_pages::{
    Composer, Conversation, Draft, Head, Html, Inbox, InboxPage, Mode, Notice, Shell, Timeline, Undo,
};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".into());
    let folder = Path::new(&folder);
    for (name, html) in pages() {
        write(folder, &format!("{name}.html"), html.as_bytes())?;
    }
    for asset in baton_pages::assets() {
        write(folder, baton_pages::asset_path(asset.name).trim_start_matches('/'), asset.bytes)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(path, bytes)
}

fn pages() -> Vec<(&'static str, String)> {
    use sample::conversation::{composer_newer, composer_opted_out, head_of_a_queue, head_waiting};
    use sample::others;
    use sample::timeline::every_state;
    vec![
        ("inbox", sample::inbox().html()),
        ("queue", with(|jamie| Conversation { head: head_of_a_queue(), ..jamie })),
        ("waiting", with(|jamie| Conversation { head: head_waiting(), ..jamie })),
        ("states", with(|jamie| Conversation { timeline: every_state(), ..jamie })),
        ("newer", with(|jamie| Conversation { composer: composer_newer(), ..jamie })),
        ("optedout", with(|jamie| Conversation { composer: composer_opted_out(), ..jamie })),
        (
            "note",
            with(|jamie| Conversation { composer: Composer { mode: Mode::Note, ..jamie.composer }, ..jamie }),
        ),
        ("long", with(long)),
        ("sheet", with(|_| sample::handoff::with_sheet(None))),
        ("sheet-refused", with(|_| sample::handoff::with_sheet(Some("Say what the customer needs.")))),
        ("offered", with(|jamie| Conversation { head: sample::handoff::offered(), ..jamie })),
        ("offering", with(|jamie| Conversation { head: sample::handoff::offering(), ..jamie })),
        ("came-back", with(|jamie| Conversation { head: sample::handoff::came_back(), ..jamie })),
        ("asks", with(|_| sample::handoff::with_asks(Some("Say why it needs no answer.")))),
        ("templates", with(|_| sample::compose::with_templates(None))),
        (
            "templates-blank",
            with(|_| sample::compose::with_templates(Some("Fill in “What happens next” to use it."))),
        ),
        ("night", with(|_| sample::compose::at_night())),
        ("scheduled", with(|_| sample::compose::with_scheduled(sample::compose::scheduled(false)))),
        ("held", with(|_| sample::compose::with_scheduled(sample::compose::scheduled(true)))),
        ("scheduled-night", with(|_| sample::compose::with_scheduled(sample::compose::refused_at_night()))),
        ("told", sample::handoff::told().html()),
        ("customer", sample::customer::contact(None).html()),
        (
            "customer-refused",
            sample::customer::contact(Some("(212) 555-0187 opted out, and nobody but they can undo that."))
                .html(),
        ),
        ("wish", with(|jamie| Conversation { head: sample::customer::wishes(), ..jamie })),
        ("team", sample::handoff::team(None).html()),
        ("rota", sample::handoff::rota().html()),
        ("notice", notice()),
        ("empty", others::first_visit().html()),
        ("none", others::nothing_chosen().html()),
        ("phone", others::phone().html()),
        ("faults", others::faults(true).html()),
        ("faults-none", others::faults(false).html()),
        ("policy", others::policy(Draft::Live).html()),
        ("policy-draft", others::policy(Draft::Checked).html()),
        ("signin", others::sign_in(None).html()),
        (
            "signin-wrong",
            others::sign_in(Some(
                "This email and password do not belong together. Try again, or ask for a new password.",
            ))
            .html(),
        ),
        ("setup", others::setup().html()),
        ("error", others::missing().html()),
    ]
}

fn with(change: impl FnOnce(Conversation) -> Conversation) -> String {
    let beside = Inbox::Conversation(Box::new(change(sample::conversation::jamie())));
    InboxPage { beside, ..sample::inbox() }.html()
}

/// A name of 40 characters and a text of 1,600.
fn long(jamie: Conversation) -> Conversation {
    let who = "Maximiliane Oberhausen-Kirchenlamitz Vogt".to_owned();
    let words = "All work and no play makes a long text longer. ".repeat(34);
    let text = sample::timeline::text(
        30,
        baton_pages::Hand::You,
        "Maximiliane",
        &words,
        sample::at("14:02", "2:02 pm"),
        baton_pages::Delivery::Received,
    );
    let mut items = jamie.timeline.items;
    items.push(baton_pages::TimelineItem::Message(text));
    Conversation { head: Head { who, ..jamie.head }, timeline: Timeline { items, ..jamie.timeline }, ..jamie }
}

fn notice() -> String {
    let undo = Undo {
        action: "/c/c9/status".into(),
        fields: vec![("status".into(), "open".into())],
        csrf: "token-against-forgery".into(),
    };
    let notice = Notice { words: "Closed Noor Haddad.".into(), undo: Some(undo), offer: None };
    let page = sample::inbox();
    InboxPage { shell: Shell { notice: Some(notice), ..page.shell }, ..page }.html()
}
