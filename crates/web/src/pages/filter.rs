//! What stands around the rows of a list: its name, its filter, and what to say when it is empty.

use super::desk::Desk;
use super::listing::{Wanted, party_value};
use baton_core::Owner;
use baton_pages::{Choice, Filter as Form, View};
use baton_store::Reader;

pub(super) fn titles(desk: &Desk, wanted: &Wanted) -> (String, String) {
    let (title, scope) = titles_of_view(desk, wanted);
    match (wanted.q.is_empty(), &wanted.view) {
        (true, _) => (title, scope),
        (false, View::Everyone | View::Elsewhere(_)) => ("Found".to_owned(), "everyone’s".to_owned()),
        (false, _) => (format!("Found in {title}"), scope),
    }
}

fn titles_of_view(desk: &Desk, wanted: &Wanted) -> (String, String) {
    match &wanted.view {
        View::Mine => ("Mine".to_owned(), "what you own".to_owned()),
        View::Answering => ("I answer for".to_owned(), "yours, and your queues’".to_owned()),
        View::Asked => ("Asked of me".to_owned(), "whoever has it".to_owned()),
        View::Queue(id) => {
            let queue = id.parse().ok().and_then(|id| desk.directory.queue(id));
            (
                queue.map_or_else(|| "A former queue".to_owned(), |queue| queue.name.clone()),
                "the queue has it".to_owned(),
            )
        }
        View::Everyone | View::Elsewhere(_) => ("Due next".to_owned(), "everyone".to_owned()),
    }
}

pub(super) fn nothing(wanted: &Wanted) -> String {
    if !wanted.q.is_empty() {
        return searched(wanted);
    }
    if !wanted.is_plain() {
        return "Nothing fits. Clear the filter.".to_owned();
    }
    let words = match wanted.view {
        View::Mine => "Nothing is yours at the moment.",
        View::Answering => "Nothing waits for you.",
        View::Asked => "Nobody asks you anything, or offers you anything.",
        View::Queue(_) => "Nothing is in this queue.",
        View::Everyone | View::Elsewhere(_) => "Nothing waits for anybody.",
    };
    words.to_owned()
}

/// More people fit than a search goes on with.
pub(super) fn cut() -> String {
    format!(
        "More than {} people fit, and others of them may have conversations too: type more.",
        Reader::SOUGHT
    )
}

/// What was looked at in vain, so that nobody takes "not here" for "nowhere".
fn searched(wanted: &Wanted) -> String {
    let whose = match wanted.view {
        View::Everyone | View::Elsewhere(_) if wanted.owner.is_empty() => "everybody’s conversations",
        View::Mine => "yours alone",
        View::Answering => "what you answer for alone",
        View::Asked => "what is asked of you alone",
        _ => "these conversations alone",
    };
    let which = match (wanted.open || wanted.pending, wanted.closed) {
        (true, true) => ", closed ones too",
        (false, true) => ", the closed ones",
        _ => ", without the closed ones",
    };
    let tag = if wanted.tag.is_empty() { String::new() } else { format!(" with #{}", wanted.tag) };
    format!(
        "Nobody is called “{}”, and no number begins or ends so. Looked through {whose}{tag}{which}: names and \
         numbers, not what the texts say.",
        wanted.q
    )
}

pub(super) fn form(desk: &Desk, wanted: &Wanted) -> Form {
    let directory = &desk.directory;
    let choice =
        |value: String, words: &str| Choice { chosen: value == wanted.owner, value, words: words.to_owned() };
    let people = directory.people.values().filter(|person| person.active);
    let owners = std::iter::once(choice(String::new(), "Everyone’s"))
        .chain(people.map(|person| choice(party_value(Owner::Person(person.id)), &person.name)))
        .chain(directory.queues.iter().map(|queue| choice(party_value(Owner::Queue(queue.id)), &queue.name)))
        .collect();
    let status =
        |value: &str, words: &str, chosen| Choice { value: value.into(), words: words.into(), chosen };
    let set = [
        !wanted.owner.is_empty(),
        !wanted.tag.is_empty(),
        !(wanted.open && wanted.pending && wanted.closed != wanted.q.is_empty()),
    ];
    Form {
        view: wanted.view.clone(),
        q: wanted.q.clone(),
        owners: if wanted.view == View::Everyone { owners } else { Vec::new() },
        statuses: vec![
            status("open", "open", wanted.open),
            status("pending", "waiting", wanted.pending),
            status("closed", "closed", wanted.closed),
        ],
        tags: tags(desk, &wanted.tag),
        set: u32::try_from(set.iter().filter(|is| **is).count()).unwrap_or(0),
    }
}

/// The tags that the policy knows, and the one that is chosen.
fn tags(desk: &Desk, chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, words: &str| Choice {
        value: value.to_owned(),
        words: words.to_owned(),
        chosen: value == chosen,
    };
    let known = known_tags(desk, chosen);
    std::iter::once(choice("", "Any")).chain(known.iter().map(|tag| choice(tag, tag))).collect()
}

/// Tags to offer: those that queues add, the usual ones, and `more`.
pub(super) fn known_tags(desk: &Desk, more: &str) -> Vec<String> {
    let queues = desk.directory.queues.iter().flat_map(|queue| queue.tags.iter().cloned());
    let usual = ["new", "urgent"].into_iter().map(str::to_owned);
    let all = queues.chain(usual).chain(Some(more.to_owned()).filter(|tag| !tag.is_empty()));
    all.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}
