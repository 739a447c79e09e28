//! One reader of the feed.

use super::{Feed, FeedEntry, PAGE};
use baton_core::Position;
use baton_store::StoreError;
use std::sync::Arc;
use tokio::sync::watch;

/// What a reader gets next.
#[derive(Debug, Clone)]
pub enum Flow {
    /// What happened, in order, never empty. A record that the reader's position lies within comes whole.
    Records(Vec<Arc<FeedEntry>>),
    /// The position is older than what is kept, or of another life of this database: reload the view and begin at
    /// the position given.
    Reset(Position),
    /// The reader is too slow to keep up with live records. It resumes by position.
    CutOff,
    /// The server is stopping. It resumes by position.
    End,
}

/// One reader of the feed.
#[derive(Debug)]
pub struct Subscription {
    feed: Feed,
    published: watch::Receiver<Position>,
    at: Position,
    /// It has caught up once; from then on it must keep up.
    live: bool,
    checked: bool,
}

impl Subscription {
    pub(super) fn new(feed: Feed, after: Position) -> Self {
        let published = feed.shared.published.subscribe();
        Self { feed, published, at: after, live: false, checked: false }
    }

    /// Up to where this reader has read: what it resumes from.
    pub fn position(&self) -> Position {
        self.at
    }

    /// The next records, as soon as there are some. Dropping the future loses nothing.
    ///
    /// # Errors
    /// If older records have to be read from the store, and that fails.
    pub async fn next(&mut self) -> Result<Flow, StoreError> {
        if !self.checked {
            if let Some(reset) = self.reset().await? {
                return Ok(reset);
            }
            self.checked = true;
        }
        loop {
            let until = *self.published.borrow_and_update();
            if self.at < until {
                return self.read(until).await;
            }
            self.live = true;
            if self.feed.shared.ended.load(std::sync::atomic::Ordering::Acquire) {
                return Ok(Flow::End);
            }
            if self.published.changed().await.is_err() {
                return Ok(Flow::End);
            }
        }
    }

    async fn read(&mut self, until: Position) -> Result<Flow, StoreError> {
        let here = self.feed.ring().after(self.at, until, PAGE);
        let entries = match here {
            Some(entries) => entries,
            None if self.live => return Ok(Flow::CutOff),
            None => {
                let at = self.at;
                let records = self.feed.shared.reads.read(move |reader| reader.feed(at, PAGE)).await?;
                let kept = self.feed.ring().heard().max(until);
                // What stands further on may not be on the disk yet.
                let records = records.into_iter().take_while(|record| record.position <= kept);
                records.map(|record| Arc::new(FeedEntry::new(record))).collect()
            }
        };
        if let Some(last) = entries.last() {
            self.at = last.record.position;
        }
        Ok(Flow::Records(entries))
    }

    /// Whether this position cannot be resumed from.
    async fn reset(&mut self) -> Result<Option<Flow>, StoreError> {
        let head = self.feed.head();
        if self.at == head {
            return Ok(None);
        }
        // Readers can be ahead of what is published: of the tick, or of what this node has heard.
        let reads = &self.feed.shared.reads;
        let (floor, reaches) = reads.read(|reader| Ok((reader.feed_floor()?, reader.feed_head()?))).await?;
        if self.at < floor || self.at > reaches {
            self.at = head;
            self.checked = true;
            return Ok(Some(Flow::Reset(head)));
        }
        Ok(None)
    }
}
