//! From a place in a text to the place in the document where it was written.
//!
//! The routing text stands in quotation marks of TOML, which may leave out a first line break and write letters as
//! escapes. Its problems are to be shown where they stand in the document.

/// Where each byte of a quoted text stands in the document.
#[derive(Debug)]
pub(crate) struct Literal {
    /// (first byte in the text, first byte in the document, whether its bytes go on one for one), in order.
    runs: Vec<(usize, usize, bool)>,
    /// Bytes of the text.
    length: usize,
    end: usize,
}

impl Literal {
    /// Of the literal at `start` in the document, which is `raw`, quotation marks and all.
    pub(crate) fn new(raw: &str, start: usize) -> Self {
        let delimiter = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| raw.starts_with(quotes));
        let delimiter = delimiter.unwrap_or_default();
        let mut opening = delimiter.len();
        if delimiter.len() == 3 {
            opening += line_break(&raw[opening..]);
        }
        let body = raw[opening..].strip_suffix(delimiter).unwrap_or(&raw[opening..]);
        let escapes = delimiter.starts_with('"');
        let mut literal = Self { runs: Vec::new(), length: 0, end: start + opening + body.len() };
        literal.read(body, start + opening, escapes);
        literal
    }

    fn read(&mut self, body: &str, start: usize, escapes: bool) {
        self.runs.push((0, start, true));
        let mut rest = body;
        while let Some(plain) = escapes.then(|| rest.find('\\')).flatten() {
            self.length += plain;
            let at = start + (body.len() - rest.len()) + plain;
            let (written, read) = escape(&rest[plain..]);
            self.runs.push((self.length, at, false));
            self.length += read;
            self.runs.push((self.length, at + written, true));
            rest = &rest[plain + written..];
        }
        self.length += rest.len();
    }

    /// Whether the reading agrees with a text of so many bytes.
    pub(crate) const fn is_of(&self, text: &str) -> bool {
        self.length == text.len()
    }

    /// The byte of the document at which that byte of the text is written.
    pub(crate) fn in_document(&self, byte: usize) -> usize {
        let after = self.runs.partition_point(|&(first, _, _)| first <= byte);
        let Some(&(first, document, one_for_one)) = self.runs.get(after.saturating_sub(1)) else {
            return self.end;
        };
        let place = if one_for_one { document + (byte - first) } else { document };
        place.min(self.end)
    }
}

/// How many bytes the line break at the start of `text` has, if there is one.
fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

/// The escape at the start of `text`: how many bytes it is written with, and how many it stands for.
fn escape(text: &str) -> (usize, usize) {
    let digits = match text.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            // A backslash at the end of a line swallows all white space after it.
            return (1 + (text.len() - 1 - text[1..].trim_start_matches([' ', '\t', '\r', '\n']).len()), 0);
        }
        Some(_) => return (1 + text[1..].chars().next().map_or(0, char::len_utf8), 1),
        None => return (1, 0),
    };
    let code = text.get(2..2 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
    (text.len().min(2 + digits), code.and_then(char::from_u32).map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::DeTable;

    use super::*;

    /// The text that TOML reads from a document `text = …`, and the literal that it was written as.
    fn read(document: &str) -> Option<(String, Literal)> {
        let table = DeTable::parse(document).ok()?;
        let value = table.get_ref().get("text")?;
        let span = value.span();
        let text = value.get_ref().as_str()?.to_owned();
        Some((text, Literal::new(&document[span.clone()], span.start)))
    }

    fn assert_maps(document: &str, text: &str, literal: &Literal) {
        assert!(literal.is_of(text), "{document:?} is read as {text:?}");
        for (byte, letter) in text.char_indices() {
            let written = document[literal.in_document(byte)..].chars().next();
            let as_itself = written == Some(letter);
            assert!(as_itself || written == Some('\\'), "{letter:?} at {byte} of {document:?}");
        }
        let end = literal.in_document(text.len());
        assert!(document[end..].starts_with(['"', '\'', '\\']), "{end} of {document:?}");
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[a-zA-Zéß日 ]{1,5}",
            2 => Just("\n".to_owned()),
            2 => prop::sample::select(vec![
                "\\n", "\\t", "\\\"", "\\\\", "\\u00E9", "\\U0001F44D", "\\\n   ", "\\  \n\n ", "\\x41", "\\e",
            ])
            .prop_map(str::to_owned),
        ]
    }

    proptest! {
        #[test]
        fn every_letter_is_found_where_it_was_written(
            pieces in prop::collection::vec(piece(), 0..12),
            quotes in prop::sample::select(vec!["\"\"\"", "\"\"\"\n", "\"", "'", "\'\'\'\n", "\'\'\'"]),
            above in prop::sample::select(vec!["", "# é\n\n"]),
        ) {
            let closing = quotes.trim_end();
            let document = format!("{above}text = {quotes}{}{closing}\n", pieces.concat());
            let Some((text, literal)) = read(&document) else { return Ok(()) };
            assert_maps(&document, &text, &literal);
        }
    }

    #[test]
    fn a_document_with_line_breaks_of_windows_maps_too() {
        let document = "text = \"\"\"\r\nIF a\r\n  b \\\r\n   c\"\"\"\r\n";
        let (text, literal) = read(document).expect("TOML");
        assert_maps(document, &text, &literal);
    }
}
