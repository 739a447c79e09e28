//! Comma-separated values as the data sets are written (RFC 4180).

/// The rows after the first, which names the columns.
pub(crate) fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows.drain(..1);
    rows
}

#[test]
fn quoted_cells_hold_commas_quotes_and_line_breaks() {
    let read = rows("a,b\n\"x, \"\"y\"\"\nz\",1\nlast,2");
    assert_eq!(read, [["x, \"y\"\nz", "1"], ["last", "2"]]);
}
