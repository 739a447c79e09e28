//! The list of conversations: what is asked for, its rows and groups.

use super::desk::Desk;
use super::ends::Ends;
use super::fields::Fields;
use super::put_to::{self, First};
use super::{filter, offered, promise, urgent};
use crate::answer::Problem;
use baton_core::{Author, Clock, Conversation, Owner, PendingOn, Priority, Status, WaitsFor};
use baton_pages::{ConversationRow, Group, List, RowLabel, Said, SaidMark, View};
use baton_store::{Filter, ListRow, Page, PutToWhom, Reader, StoreError};

/// The names of a list's query that name the list, and not a place in it.
pub(super) const NAMES: [&str; 5] = ["view", "q", "owner", "status", "tag"];
/// How many rows a page shows first.
const ROWS: usize = 50;

/// The list that an address asks for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) view: View,
    /// The query that brings it again.
    pub(super) query: String,
    pub(super) q: String,
    pub(super) owner: String,
    pub(super) tag: String,
    pub(super) open: bool,
    pub(super) pending: bool,
    pub(super) closed: bool,
    cursor: Option<String>,
    limit: usize,
}

impl Wanted {
    pub(super) fn read(fields: &Fields) -> Self {
        let has = |word: &str| fields.all("status").any(|status| status == word);
        let (open, pending, closed) = (has("open"), has("pending"), has("closed"));
        let unsaid = !open && !pending && !closed;
        let q: String = fields.get("q").trim().chars().take(100).collect();
        Self {
            view: View::from_key(fields.get("view")),
            query: fields.query(&NAMES),
            owner: fields.get("owner").to_owned(),
            tag: fields.get("tag").to_owned(),
            open: open || unsaid,
            pending: pending || unsaid,
            // Whoever looks for somebody finds them, whatever became of what they wrote.
            closed: closed || (unsaid && !q.is_empty()),
            q,
            cursor: fields.said("cursor"),
            limit: fields.get("limit").parse().unwrap_or(ROWS).clamp(1, Reader::PAGE),
        }
    }

    fn filter(&self, desk: &Desk, status: Option<Status>) -> Filter {
        let mut filter = Filter {
            status,
            owner: party(&self.owner),
            accountable: None,
            tag: Some(self.tag.clone()).filter(|tag| !tag.is_empty()),
            put_to: None,
            query: Some(self.q.clone()).filter(|words| !words.is_empty()),
        };
        match &self.view {
            View::Mine => filter.owner = Some(Owner::Person(desk.me.id)),
            View::Answering => filter.accountable = Some(desk.me.id),
            View::Asked => filter.put_to = Some(put_to::whom(desk, &self.view)),
            View::Queue(id) => {
                if let Ok(queue) = id.parse() {
                    filter.owner = Some(Owner::Queue(queue));
                }
            }
            View::Everyone | View::Elsewhere(_) => {}
        }
        filter
    }

    /// The store lists what is not closed, or what has one status: several are listed one after another.
    fn parts(&self, desk: &Desk) -> Vec<Filter> {
        let live = match (self.open, self.pending) {
            (true, true) => Some(None),
            (true, false) => Some(Some(Status::Open)),
            (false, true) => Some(Some(Status::Pending)),
            (false, false) => None,
        };
        let closed = self.closed.then_some(Some(Status::Closed));
        live.into_iter().chain(closed).map(|status| self.filter(desk, status)).collect()
    }

    /// Whether a conversation still belongs into this list; words that are looked for are not looked at again.
    pub(super) fn still_holds(&self, desk: &Desk, row: &ListRow) -> bool {
        let conversation = &row.conversation;
        let head = self.head(desk).is_some_and(|whom| whom.place(conversation).is_some());
        head || self.parts(desk).iter().any(|filter| {
            filter.status.map_or(conversation.is_live(), |status| status == conversation.status)
                && filter.owner.is_none_or(|owner| owner == conversation.owner)
                && filter.accountable.is_none_or(|person| person == conversation.accountable)
                && filter.tag.as_ref().is_none_or(|tag| conversation.tags.contains(tag))
                && filter.put_to.as_ref().is_none_or(|whom| whom.place(conversation).is_some())
        })
    }

    /// To whom the conversations are put that stand at the head of this list, whoever has them; none where a list is
    /// only of some.
    fn head(&self, desk: &Desk) -> Option<PutToWhom> {
        (self.is_plain() && self.view != View::Asked).then(|| put_to::whom(desk, &self.view))
    }

    pub(super) fn is_plain(&self) -> bool {
        self.q.is_empty()
            && self.owner.is_empty()
            && self.tag.is_empty()
            && self.open
            && self.pending
            && !self.closed
    }
}

/// `person-ID` or `queue-ID`.
pub(super) fn party(text: &str) -> Option<Owner> {
    match text.split_once('-')? {
        ("person", id) => id.parse().ok().map(Owner::Person),
        ("queue", id) => id.parse().ok().map(Owner::Queue),
        _ => None,
    }
}

/// The other way round.
pub(super) fn party_value(owner: Owner) -> String {
    match owner {
        Owner::Person(id) => format!("person-{id}"),
        Owner::Queue(id) => format!("queue-{id}"),
    }
}

/// The list with its rows; `open` is the conversation that is shown beside it.
pub(super) async fn list(desk: &Desk, wanted: &Wanted, open: &str) -> Result<List, Problem> {
    let (parts, cursor, limit, me) = (wanted.parts(desk), wanted.cursor.clone(), wanted.limit, desk.me.id);
    let at_head = wanted.head(desk).map(|whom| Filter { put_to: Some(whom), ..Filter::default() });
    let alone = urgent::alone(desk);
    let (page, ends, head, cut) = desk
        .app
        .read(move |reader| {
            let head = reader.feed_head()?;
            let mut put = match &at_head {
                Some(filter) => reader.list(filter, Some(me), None, ROWS)?.items,
                None => Vec::new(),
            };
            let mut page = page(reader, &parts, cursor.as_deref(), limit, Some(me))?;
            page.items.retain(|row| put.iter().all(|put| put.conversation.id != row.conversation.id));
            if cursor.is_none() {
                put.append(&mut page.items);
                page.items = put;
            }
            let ends = Ends::of(reader, &alone, &page.items)?;
            Ok((page, ends, head, reader.search_was_cut()))
        })
        .await?;
    let rows = page.items.iter().map(|row| show(desk, wanted, row, &ends, open)).collect();
    let (title, scope) = filter::titles(desk, wanted);
    let any = !page.items.is_empty();
    Ok(List {
        title,
        scope,
        query: wanted.query.clone(),
        filter: filter::form(desk, wanted),
        groups: grouped(desk, &wanted.view, rows),
        next: page.next,
        cut: if cut && any { filter::cut() } else { String::new() },
        nothing: if cut { filter::cut() } else { filter::nothing(wanted) },
        position: head.0,
    })
}

/// A page over several lists, one after another. The cursor says which, then where.
fn page(
    reader: &mut Reader<'_>,
    parts: &[Filter],
    cursor: Option<&str>,
    limit: usize,
    me: Option<baton_core::PersonId>,
) -> Result<Page<ListRow>, StoreError> {
    let (start, mut inner) = match cursor.and_then(|cursor| cursor.split_once('.')) {
        Some((part, rest)) => (part.parse().unwrap_or(0), Some(rest).filter(|rest| !rest.is_empty())),
        None => (0, None),
    };
    let mut items = Vec::new();
    for (at, filter) in parts.iter().enumerate().skip(start) {
        let found = reader.list(filter, me, inner.take(), limit - items.len())?;
        items.extend(found.items);
        if let Some(next) = found.next {
            return Ok(Page { items, next: Some(format!("{at}.{next}")) });
        }
        if items.len() >= limit && at + 1 < parts.len() {
            return Ok(Page { items, next: Some(format!("{}.", at + 1)) });
        }
    }
    Ok(Page { items, next: None })
}

/// A row as it is shown.
pub(super) fn show(desk: &Desk, wanted: &Wanted, row: &ListRow, ends: &Ends, open: &str) -> ConversationRow {
    let conversation = &row.conversation;
    let id = conversation.id.to_string();
    let first = put_to::first(&put_to::whom(desk, &wanted.view), conversation);
    let clock = put_to::clock(conversation, first);
    ConversationRow {
        list: wanted.query.clone(),
        group: first.map_or_else(|| group_of(conversation), First::group).to_owned(),
        who: who(row),
        ring: offered::ring(desk, conversation),
        label: Some(label(desk, row, clock)),
        rail: promise::rail_by(desk, conversation, clock),
        said: Said {
            mark: mark(desk, row, ends, first, clock),
            words: match first {
                Some(First::Offer(offer)) => put_to::offer_words(desk, offer),
                Some(First::Ask(_)) | None => said(desk, row, ends),
            },
        },
        priority: match conversation.priority {
            Priority::Normal => "",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        },
        tags: tags(conversation),
        covers: offered::covers(desk, conversation),
        unread: row.unread,
        current: id == open,
        id,
    }
}

/// The one that tells most stands first: that a customer is new says less than what a rule or a person has said.
fn tags(conversation: &Conversation) -> Vec<String> {
    let (new, others): (Vec<_>, Vec<_>) = conversation.tags.iter().cloned().partition(|tag| tag == "new");
    others.into_iter().chain(new).collect()
}

fn mark(
    desk: &Desk,
    row: &ListRow,
    ends: &Ends,
    first: Option<First<'_>>,
    clock: Option<&Clock>,
) -> Option<SaidMark> {
    if offered::has_come_back(desk, row) {
        return Some(SaidMark::Loud("Came back".to_owned()));
    }
    if ends.failed.contains(&row.thread.id.0) {
        return Some(SaidMark::Failed("Not delivered".to_owned()));
    }
    // Nobody may text them, so what is to do is another thing.
    if first.is_none() && row.conversation.waits_for == Some(WaitsFor::OptIn) {
        return row.conversation.reason.clone().map(SaidMark::About);
    }
    let about = match first {
        Some(First::Offer(_)) => None,
        Some(First::Ask(ask)) => Some(put_to::question(desk, ask)),
        None => clock.and_then(|clock| put_to::about(desk, &row.conversation, clock)),
    };
    about.map(SaidMark::About)
}

/// The customer's name, or their number as people write it.
pub(super) fn who(row: &ListRow) -> String {
    row.contact_name.clone().unwrap_or_else(|| human(&row.address))
}

/// A number as people write it.
pub(super) fn human(address: &str) -> String {
    baton_text::Address::from_stored(address).human()
}

fn label(desk: &Desk, row: &ListRow, clock: Option<&Clock>) -> RowLabel {
    let conversation = &row.conversation;
    // What waits for its customer may hold a question that somebody of ours has to answer before.
    let asked = clock.is_some_and(|clock| clock.key.ask.is_some());
    if let (Status::Pending, Some(at), false) = (conversation.status, conversation.wake_at, asked) {
        return RowLabel::Back(desk.when.back(at));
    }
    if let Some(clock) = clock {
        return RowLabel::Due(promise::due_by(desk, clock));
    }
    match conversation.waiting_since.filter(|_| conversation.is_live()) {
        Some(since) => RowLabel::Waits(desk.when.waits(since)),
        None => RowLabel::Age(desk.when.age(row.thread.last_at.unwrap_or(conversation.opened_at))),
    }
}

fn said(desk: &Desk, row: &ListRow, ends: &Ends) -> String {
    let thread = &row.thread;
    if !thread.snippet_ours {
        return match ends.urgent.get(&thread.id.0) {
            Some(about) => format!("{}: {about}", thread.snippet),
            None => thread.snippet.clone(),
        };
    }
    let name = match (&thread.snippet_by, thread.last_by) {
        (Some(Author::Person(person)), _) => desk.first_name(*person),
        (Some(Author::Program(name)), _) => name.clone(),
        // What was written before authors were noted.
        (None, Some((person, id))) if Some(id) > thread.last_inbound => desk.first_name(person),
        _ => "Baton".to_owned(),
    };
    format!("{name}: {}", thread.snippet)
}

fn group_of(conversation: &Conversation) -> &'static str {
    if conversation.first_due().is_some_and(|clock| clock.breached) {
        return "late";
    }
    match (conversation.status, conversation.pending_on) {
        (Status::Open, _) => "ours",
        (Status::Pending, Some(PendingOn::Internal)) => "internal",
        (Status::Pending, _) => "customer",
        (Status::Closed, _) => "closed",
    }
}

const GROUPS: [(&str, &str); 7] = [
    (put_to::OFFERED, ""),
    (put_to::ASKED, ""),
    ("late", "Late"),
    ("ours", "Waiting for us"),
    ("internal", "Waiting for something of our own"),
    ("customer", "Waiting for the customer"),
    ("closed", "Closed"),
];

fn grouped(desk: &Desk, view: &View, rows: Vec<ConversationRow>) -> Vec<Group> {
    let mut groups: Vec<Group> = GROUPS
        .iter()
        .map(|(key, title)| Group {
            key: (*key).to_owned(),
            title: match *key {
                put_to::OFFERED | put_to::ASKED => put_to::title(desk, view, key),
                _ => (*title).to_owned(),
            },
            count: 0,
            rows: Vec::new(),
            teach: String::new(),
        })
        .collect();
    for row in rows {
        if let Some(group) = groups.iter_mut().find(|group| group.key == row.group) {
            group.count += 1;
            group.rows.push(row);
        }
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}
