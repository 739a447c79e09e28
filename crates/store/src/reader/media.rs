//! Pictures and files.

use super::{Reader, bounded};
use crate::sql::{Keys, one, parse, values};
use crate::{MediaFile, MediaJob, StoreError};
use baton_core::MessageId;

impl Reader<'_> {
    /// The files of these messages, in their order.
    pub fn media_of(&mut self, messages: &[MessageId]) -> Result<Vec<MediaJob>, StoreError> {
        if messages.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = messages.iter().map(|id| id.0).collect();
        let docs = self.sql.docs("SELECT doc FROM media", "message", self.workspace, Keys::Ints(&ids))?;
        let mut jobs: Vec<MediaJob> = docs.iter().map(|doc| parse(doc)).collect::<Result<_, _>>()?;
        jobs.sort_by_key(|job| (job.message, job.index));
        Ok(jobs)
    }

    /// A fetched file.
    pub fn media_file(&mut self, message: MessageId, index: u32) -> Result<Option<MediaFile>, StoreError> {
        let row = one(self.sql.query(
            "SELECT content_type, bytes FROM media_files WHERE workspace = ?1 AND message = ?2 AND place = ?3",
            &values![self.workspace, message.0, i64::from(index)],
        )?);
        row.map(|row| Ok(MediaFile { content_type: row.text(0)?.to_owned(), bytes: row.bytes(1)?.to_vec() }))
            .transpose()
    }

    /// Files that are to be fetched, now or later, earliest first.
    pub fn media_coming(&mut self, limit: usize) -> Result<Vec<MediaJob>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc FROM media WHERE workspace = ?1 AND next_at IS NOT NULL ORDER BY next_at LIMIT ?2",
            &values![self.workspace, bounded(limit)],
        )?;
        rows.iter().map(|row| row.doc(0)).collect()
    }
}
