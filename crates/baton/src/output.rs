//! What commands print: one JSON document, or words, on stdout.

use serde_json::Value;
use std::io::{Write, stdout};

/// Prints a document for programs, or the words for people, on stdout.
pub(crate) fn print(json: bool, document: &Value, words: &str) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    if json {
        writeln!(out, "{document}")?;
    } else {
        writeln!(out, "{}", words.trim_end())?;
    }
    out.flush()?;
    Ok(())
}

/// An error with what caused it, as sentences.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in error.chain() {
        let text = cause.to_string();
        // What wraps an error often says the same as the error.
        if !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
    }
    parts.join(": ")
}

/// Rows under each other, columns aligned.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn a_cause_is_told_once() {
        let error =
            anyhow::anyhow!("the disk is full").context("nothing was stored").context("nothing was stored");
        assert_eq!(sentence(&error), "nothing was stored: the disk is full");
        let io = Err::<(), _>(std::io::Error::other("gone")).context("reading a: gone").unwrap_err();
        assert_eq!(sentence(&io), "reading a: gone");
    }

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [vec!["a".to_owned(), "b".to_owned()], vec!["long".to_owned(), "c".to_owned()]];
        assert_eq!(table(&rows), "a     b\nlong  c");
    }
}
