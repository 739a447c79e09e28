//! The evidence of consent: everything that a contact's numbers said about texts, or that was recorded of them.

use super::paths;
use crate::answer::{Answer, Problem, ok};
use crate::app::App;
use crate::auth::{May, Read};
use crate::shape::{ConsentEntry, ConsentHistory};
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use baton_core::ContactId;

async fn history(app: &App, id: &str) -> Answer<ConsentHistory> {
    let id: ContactId = paths::id(id, "contact")?;
    let found = app
        .read(move |reader| {
            let Some(card) = reader.contact(id)? else { return Ok(None) };
            let mut steps = Vec::new();
            for number in &card.numbers {
                steps.push(reader.consent_of(number)?);
            }
            Ok(Some((card, steps)))
        })
        .await?;
    let (card, steps) = found.ok_or_else(|| Problem::not_found("contact"))?;
    Ok(ConsentHistory::new(&*app.directory()?, &card, &steps))
}

/// What a contact said about texts
///
/// Of all their numbers, oldest first: when, by which message or by whom, in which words, and how each number stands now.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/consent", tag = "contacts",
    params(("id" = String, Path, description = "The contact's id")),
    responses((status = 200, body = ConsentHistory), (status = 404, body = Problem)))]
pub(super) async fn get(State(app): State<App>, _: May<Read>, Path(id): Path<String>) -> Answer {
    ok(&history(&app, &id).await?)
}

/// The same as a table
///
/// Comma-separated (RFC 4180), in UTF-8. A cell that a spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/consent.csv", tag = "contacts",
    params(("id" = String, Path, description = "The contact's id")),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 404, body = Problem)))]
pub(super) async fn csv(State(app): State<App>, _: May<Read>, Path(id): Path<String>) -> Answer {
    let history = history(&app, &id).await?;
    let mut table = String::from("number,at,from,to,cause,evidence,by,message,line,carrier_block\r\n");
    for entry in history.entries() {
        row(&mut table, entry);
    }
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"consent.csv\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, table).into_response())
}

fn row(table: &mut String, entry: &ConsentEntry) {
    let mut cells = entry.cells().into_iter().peekable();
    while let Some(text) = cells.next() {
        table.push_str(&cell(&text));
        table.push_str(if cells.peek().is_some() { "," } else { "\r\n" });
    }
}

/// What a formula begins with.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// In quotation marks where it has to be; what a spreadsheet would take for a formula is text. A phone number is none.
fn cell(text: &str) -> String {
    let phone = text.strip_prefix('+').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    // A spreadsheet passes over blanks, and takes the wide signs for the narrow ones.
    let starts = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(FORMULA);
    let formula = starts && !phone;
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\r', '\n']) || formula {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    /// Fails when a cell breaks its row, or when a spreadsheet would run what a customer wrote
    /// (source: OWASP, CSV injection).
    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        for (text, written) in [
            ("STOP", "STOP"),
            ("+12125550134", "+12125550134"),
            ("stop, please", "\"stop, please\""),
            ("say \"stop\"", "\"say \"\"stop\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+1+1", "\"'+1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            (" =1+1", "\"' =1+1\""),
            ("\n=1+1", "\"'\n=1+1\""),
            ("＝1+1", "\"'＝1+1\""),
            ("", ""),
        ] {
            assert_eq!(cell(text), written, "{text}");
        }
    }
}
