//! What a file is, by its first bytes rather than by its word.

/// First bytes, where they stand, and what they mean.
const MARKS: [(usize, &[u8], &str); 21] = [
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftypqt  ", "video/quicktime"),
    (4, b"ftypM4A ", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"BEGIN:VCARD", "text/vcard"),
];

/// Types that a browser may be shown as they are declared, because it runs nothing in them.
const HARMLESS: [&str; 9] = [
    "image/bmp",
    "image/tiff",
    "audio/basic",
    "audio/l24",
    "audio/aac",
    "audio/3gpp",
    "text/calendar",
    "text/plain",
    "text/csv",
];

/// The type of a file that begins with `start` and is declared as `declared`. Its bytes decide; the declaration
/// counts only for types in which nothing runs; all else, HTML and SVG among them, is `application/octet-stream`.
pub fn content_type_of(start: &[u8], declared: Option<&str>) -> &'static str {
    let known =
        MARKS.iter().find(|(at, mark, _)| start.get(*at..).is_some_and(|rest| rest.starts_with(mark)));
    if let Some((_, _, name)) = known {
        return name;
    }
    let declared =
        declared.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    HARMLESS.iter().find(|name| **name == declared).copied().unwrap_or("application/octet-stream")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_and_nothing_that_runs_is_believed() {
        assert_eq!(content_type_of(b"\xff\xd8\xff\xe0..", Some("text/html")), "image/jpeg");
        assert_eq!(content_type_of(b"<script>", Some("image/png")), "application/octet-stream");
        assert_eq!(content_type_of(b"<svg onload=x>", Some("image/svg+xml")), "application/octet-stream");
        assert_eq!(content_type_of(b"<html>", Some("text/html; charset=utf-8")), "application/octet-stream");
        assert_eq!(content_type_of(b"hello", Some("Text/Plain; charset=utf-8")), "text/plain");
        assert_eq!(content_type_of(b"", None), "application/octet-stream");
    }
}
