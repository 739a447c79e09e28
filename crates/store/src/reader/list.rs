//! The conversation list. Every list walks one index in its own order and stops at the page's end.

use super::{Reader, Sought, bounded};
use crate::rows::{conversation_columns, owner_columns, status_column};
use crate::sql::{Dialect, Keys, Value, parse};
use crate::{Filter, ListRow, Page, StoreError};
use baton_core::{
    Contact, Conversation, ConversationId, MessageId, Moment, Number, PersonId, Status, Thread, ThreadId,
};
use std::collections::{BTreeSet, HashMap};

/// Conversations as those of a contact: by its numbers and their threads, so that a search needs no index over what every
/// text writes.
const BY_CONTACT: &str = "(SELECT n.workspace, n.contact, c.live, c.sort, c.id, c.doc FROM numbers n \
    JOIN threads t ON t.workspace = n.workspace AND t.number = n.id \
    JOIN conversations c ON c.workspace = t.workspace AND c.thread = t.id) AS by_contact";

/// Where a page ended.
pub(super) type Place = (i64, i64);

impl Reader<'_> {
    /// The most contacts that a search goes on with.
    pub const SOUGHT: usize = 500;

    /// A page of conversations: live ones by what waits longest, closed ones newest first. `viewer` decides what is
    /// unread; `cursor` is [`Page::next`] of the page before.
    pub fn list(
        &mut self,
        filter: &Filter,
        viewer: Option<PersonId>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ListRow>, StoreError> {
        let limit = limit.clamp(1, Self::PAGE);
        let after = cursor.map(read_cursor).transpose()?;
        let query = filter.query.as_deref().filter(|query| !query.trim().is_empty());
        let mut found = match (query, &filter.put_to) {
            (Some(query), _) => self.search(filter, query, after, limit + 1)?,
            (None, Some(whom)) => self.walk_put_to(filter, whom, after, limit + 1)?,
            (None, None) => self.walk(filter, after, limit + 1)?,
        };
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|row| {
            let (sort, id) = place_of(filter, row);
            // Not the number itself, which would tell how many there are.
            format!("{sort}.{}", ConversationId(id))
        });
        Ok(Page { items: self.rows(found, viewer)?, next })
    }

    /// One row of the list.
    pub fn row(
        &mut self,
        id: ConversationId,
        viewer: Option<PersonId>,
    ) -> Result<Option<ListRow>, StoreError> {
        let found = self.conversation(id)?.into_iter().collect();
        Ok(self.rows(found, viewer)?.pop())
    }

    fn walk(
        &mut self,
        filter: &Filter,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Conversation>, StoreError> {
        let (sql, params) = walking(self.sql.dialect(), self.workspace, filter, after, limit);
        let rows = self.sql.query(&sql, &params)?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// Of the conversations of whom the search finds those that fit, in the order of the list. Their places are read first,
    /// which are small, and of the conversations only what the page shows.
    fn search(
        &mut self,
        filter: &Filter,
        query: &str,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Conversation>, StoreError> {
        let contacts = self.seek(query)?;
        if contacts.is_empty() {
            return Ok(Vec::new());
        }
        let keys = Keys::Ints(&contacts);
        if filter.put_to.is_some() {
            // Their order is no column's. What is put to somebody is few.
            let select = format!("SELECT doc FROM {BY_CONTACT}");
            let docs = self.sql.docs(&select, "live = 1 AND contact", self.workspace, keys)?;
            let all: Vec<Conversation> = docs.iter().map(|doc| parse(doc)).collect::<Result<_, _>>()?;
            let fit = all.into_iter().filter(|row| fits(filter, row));
            let mut found: Vec<Conversation> =
                fit.filter(|row| after.is_none_or(|after| place_of(filter, row) > after)).collect();
            found.sort_by_key(|row| place_of(filter, row));
            found.truncate(limit);
            return Ok(found);
        }
        let column = if is_live(filter) { "live = 1 AND contact" } else { "live = 0 AND contact" };
        let select = format!("SELECT CAST(sort AS TEXT) || ' ' || CAST(id AS TEXT) FROM {BY_CONTACT}");
        let places = self.sql.docs(&select, column, self.workspace, keys)?;
        let mut places = places.iter().map(|place| read_place(place)).collect::<Result<Vec<_>, _>>()?;
        places.retain(|place| after.is_none_or(|after| *place > after));
        places.sort_unstable();
        let mut found = Vec::new();
        for page in places.chunks(limit) {
            let ids: Vec<i64> = page.iter().map(|(_, id)| *id).collect();
            let docs =
                self.sql.docs("SELECT doc FROM conversations", "id", self.workspace, Keys::Ints(&ids))?;
            let mut rows: Vec<Conversation> = docs.iter().map(|doc| parse(doc)).collect::<Result<_, _>>()?;
            rows.retain(|row| fits(filter, row));
            rows.sort_by_key(|row| place_of(filter, row));
            found.append(&mut rows);
            if found.len() >= limit {
                break;
            }
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Whom a search goes on with, found once for all lists of one read.
    fn seek(&mut self, query: &str) -> Result<Vec<i64>, StoreError> {
        if let Some(sought) = self.sought.as_ref().filter(|sought| sought.query == query) {
            return Ok(sought.contacts.clone());
        }
        let (contacts, cut) = self.matching(query, Self::SOUGHT)?;
        self.sought = Some(Sought { query: query.to_owned(), contacts: contacts.clone(), cut });
        Ok(contacts)
    }

    /// Whether the last search of this read found more people than it went on with: what it did not find may be there.
    pub fn search_was_cut(&self) -> bool {
        self.sought.as_ref().is_some_and(|sought| sought.cut)
    }

    /// Adds what stands around each conversation.
    pub(super) fn rows(
        &mut self,
        found: Vec<Conversation>,
        viewer: Option<PersonId>,
    ) -> Result<Vec<ListRow>, StoreError> {
        let threads: HashMap<_, Thread> =
            self.by_id("SELECT doc FROM threads", &found, |row| row.thread.0)?;
        let contacts: HashMap<_, Contact> =
            self.by_id("SELECT doc FROM contacts", &found, |row| row.contact.0)?;
        let numbers: HashMap<_, Number> =
            self.by_id("SELECT doc FROM numbers", &found, |row| row.number.0)?;
        let mut rows = Vec::with_capacity(found.len());
        for conversation in found {
            let (Some(thread), Some(number)) =
                (threads.get(&conversation.thread.0), numbers.get(&conversation.number.0))
            else {
                let id = conversation.id.0;
                return Err(StoreError::Corrupt(format!("conversation {id} lost its thread or number")));
            };
            let read = match viewer {
                Some(viewer) => self.read_up_to(viewer, thread.id)?,
                None => None,
            };
            rows.push(ListRow {
                unread: is_unread(thread, read),
                thread: thread.clone(),
                contact_name: contacts.get(&conversation.contact.0).and_then(|contact| contact.name.clone()),
                address: number.address.clone(),
                conversation,
            });
        }
        Ok(rows)
    }

    fn by_id<T: serde::de::DeserializeOwned + HasId>(
        &mut self,
        select: &str,
        found: &[Conversation],
        key: impl Fn(&Conversation) -> i64,
    ) -> Result<HashMap<i64, T>, StoreError> {
        let ids: Vec<i64> = found.iter().map(key).collect::<BTreeSet<_>>().into_iter().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let docs = self.sql.docs(select, "id", self.workspace, Keys::Ints(&ids))?;
        docs.iter().map(|doc| parse::<T>(doc).map(|row| (row.id(), row))).collect()
    }
}

/// A row that is found by its id.
trait HasId {
    fn id(&self) -> i64;
}

impl HasId for Thread {
    fn id(&self) -> i64 {
        let ThreadId(id) = self.id;
        id
    }
}

impl HasId for Contact {
    fn id(&self) -> i64 {
        self.id.0
    }
}

impl HasId for Number {
    fn id(&self) -> i64 {
        self.id.0
    }
}

/// The customer's last text was neither seen by the viewer nor answered by anybody.
fn is_unread(thread: &Thread, read: Option<MessageId>) -> bool {
    let answered = [thread.last_by, thread.last_by_other].into_iter().flatten().map(|(_, id)| id).max();
    thread.last_inbound.is_some_and(|inbound| Some(inbound) > read.max(answered))
}

/// Its place in the list of a filter.
pub(super) fn place_of(filter: &Filter, row: &Conversation) -> Place {
    let put = filter.put_to.as_ref().and_then(|whom| whom.place(row));
    (put.map_or_else(|| conversation_columns(row).sort, Moment::micros), row.id.0)
}

fn is_live(filter: &Filter) -> bool {
    filter.status != Some(Status::Closed)
}

fn fits(filter: &Filter, row: &Conversation) -> bool {
    row.is_live() == is_live(filter)
        && filter.status.is_none_or(|status| status == row.status)
        && filter.owner.is_none_or(|owner| owner == row.owner)
        && filter.accountable.is_none_or(|person| person == row.accountable)
        && filter.tag.as_ref().is_none_or(|tag| row.tags.contains(tag))
        && filter.put_to.as_ref().is_none_or(|whom| whom.place(row).is_some())
}

/// A place as the search reads it: its sort and its id.
fn read_place(text: &str) -> Result<Place, StoreError> {
    let parts = text.split_once(' ').and_then(|(sort, id)| Some((sort.parse().ok()?, id.parse().ok()?)));
    parts.ok_or_else(|| StoreError::Corrupt(format!("“{text}” is no place of a conversation")))
}

fn read_cursor(cursor: &str) -> Result<Place, StoreError> {
    let parts = cursor.split_once('.');
    let place = parts.and_then(|(sort, id)| {
        let ConversationId(id) = id.parse().ok()?;
        Some((sort.parse().ok()?, id))
    });
    place.ok_or(StoreError::Cursor)
}

/// Conditions and parameters of a statement.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) params: Vec<Value>,
}

impl Conditions {
    /// Adds one; `?` in it stands for the value.
    pub(super) fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.params.push(value.into());
        let parameter = format!("?{}", self.params.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition.replace('?', &parameter));
    }

    /// The statement that walks `from` in the order `at`, beyond a place, with columns beside the document.
    pub(super) fn walk(
        mut self,
        also: &str,
        from: &str,
        at: &str,
        after: Option<Place>,
        limit: usize,
    ) -> (String, Vec<Value>) {
        if let Some((sort, id)) = after {
            self.params.extend([Value::Int(sort), Value::Int(id)]);
            let count = self.params.len();
            let beyond = format!(" AND ({at}) > (?{}, ?{count})", count - 1);
            self.sql.push_str(&beyond);
        }
        self.params.push(Value::Int(bounded(limit)));
        let (more, count) = (self.sql, self.params.len());
        (format!("SELECT c.doc{also} FROM {from}{more} ORDER BY {at} LIMIT ?{count}"), self.params)
    }
}

/// The statement that walks the index of a filter. The narrowest condition chooses the index; the others stand
/// [aside](Dialect::aside).
pub(crate) fn walking(
    dialect: Dialect,
    workspace: i64,
    filter: &Filter,
    after: Option<Place>,
    limit: usize,
) -> (String, Vec<Value>) {
    let of_somebody = filter.owner.is_some() || filter.accountable.is_some();
    let by_tag = filter.tag.is_some() && !of_somebody;
    let by_status = filter.status.is_some() && !of_somebody && !by_tag;
    let mut conditions = Conditions { sql: String::new(), params: vec![Value::Int(workspace)] };
    if !of_somebody && !by_tag && !by_status {
        return everything(dialect, conditions, after, limit);
    }
    let (from, at) = if by_tag {
        let from = "conversation_tags g CROSS JOIN conversations c \
                    WHERE g.workspace = ?1 AND c.workspace = ?1 AND c.id = g.conversation";
        (from, "g.sort, g.conversation")
    } else {
        (OF_WORKSPACE, "c.sort, c.id")
    };
    if by_tag {
        conditions.add("g.live = ?", i64::from(is_live(filter)));
    } else if !by_status {
        conditions.add("c.live = ?", i64::from(is_live(filter)));
    }
    narrow(&mut conditions, dialect.aside(), filter, by_tag, by_status);
    conditions.walk("", from, at, after, limit)
}

const OF_WORKSPACE: &str = "conversations c WHERE c.workspace = ?1";

/// Everything that is not closed: what is open and what is pending, each in the order of its own index.
fn everything(
    dialect: Dialect,
    conditions: Conditions,
    after: Option<Place>,
    limit: usize,
) -> (String, Vec<Value>) {
    let (walk, params) = conditions.walk(", c.sort, c.id", OF_WORKSPACE, "c.sort, c.id", after, limit);
    let (walk, order) = walk.split_once(" ORDER BY ").unwrap_or((&walk, ""));
    let of = |status: Status| {
        let walk = format!("{walk} AND c.status = {}", status_column(status));
        match dialect {
            // It merges the two by itself.
            Dialect::Sqlite => walk,
            // It would sort both whole.
            Dialect::Postgres => format!("({walk} ORDER BY {order})"),
        }
    };
    let whole = order.replace("c.", "");
    (format!("{} UNION ALL {} ORDER BY {whole}", of(Status::Open), of(Status::Pending)), params)
}

fn narrow(conditions: &mut Conditions, aside: &str, filter: &Filter, by_tag: bool, by_status: bool) {
    if let Some(person) = filter.accountable {
        conditions.add("c.accountable = ?", person.0);
    }
    if let Some(owner) = filter.owner {
        let (kind, id) = owner_columns(owner);
        let aside = if filter.accountable.is_none() { "" } else { aside };
        conditions.add(&format!("{aside}c.owner_kind = ?"), kind);
        conditions.add(&format!("{aside}c.owner = ?"), id);
    }
    // What is of somebody, or has a tag, is told apart by being closed or not.
    if let Some(status) = filter.status.filter(|status| by_status || *status != Status::Closed) {
        let aside = if by_status { "" } else { aside };
        conditions.add(&format!("{aside}c.status = ?"), status_column(status));
    }
    if let Some(tag) = &filter.tag {
        let tagged = "EXISTS (SELECT 1 FROM conversation_tags g WHERE g.workspace = c.workspace \
                      AND g.conversation = c.id AND g.tag = ?)";
        conditions.add(if by_tag { "g.tag = ?" } else { tagged }, tag);
    }
}
