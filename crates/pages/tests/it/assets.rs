//! What is served besides pages: its size, its origin, and that nothing is missing.

use std::io::{Read as _, Write as _};
use std::path::Path;

use crate::sample;
use baton_pages::{Html as _, asset, asset_path, assets};
use sha2::{Digest as _, Sha256};

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).expect("a Vec takes all");
    encoder.finish().expect("a Vec takes all").len()
}

/// What a page names, and what that imports.
fn loaded_by(html: &str) -> Vec<&'static baton_pages::Asset> {
    let mut loaded: Vec<_> = assets().iter().filter(|asset| html.contains(&asset_path(asset.name))).collect();
    let mut looked = 0;
    while let Some(asset) = loaded.get(looked) {
        looked += 1;
        let source = if asset.content_type.starts_with("text/") { asset.bytes } else { &[] };
        let source = std::str::from_utf8(source).expect("text is UTF-8");
        for other in assets() {
            let named =
                source.contains(&format!("\"./{}\"", other.name)) || source.contains(&asset_path(other.name));
            if named && !loaded.iter().any(|known| known.name == other.name) {
                loaded.push(other);
            }
        }
    }
    loaded
}

#[test]
fn the_whole_inbox_loads_in_under_60_kilobytes() {
    let mut page = sample::inbox();
    let rows = &mut page.list.groups[2].rows;
    while rows.len() < 40 {
        rows.push(rows[rows.len() % 5].clone());
    }
    let html = page.html();
    let (page, loaded) = (gzipped(html.as_bytes()), loaded_by(&html));
    let files: usize = loaded.iter().map(|asset| asset.gzip.len()).sum();
    println!("page {page}, files {files}");
    for asset in &loaded {
        println!("{} {}", asset.name, asset.gzip.len());
    }
    for needed in ["baton.css", "htmx.js", "app.js", "composer.js", "stream.js", "icons.svg"] {
        assert!(loaded.iter().any(|asset| asset.name == needed), "{needed} belongs to it");
    }
    assert!(page + files < 60_000, "page {page} and files {files} bytes");
}

#[test]
fn the_style_sheet_stays_under_14_kilobytes() {
    let style = assets().iter().find(|asset| asset.name == "baton.css").expect("there is a style sheet");
    assert!(style.gzip.len() < 14 * 1024, "{} bytes", style.gzip.len());
}

#[test]
fn every_file_is_found_at_its_address_and_unpacks_to_itself() {
    for known in assets() {
        let path = asset_path(known.name);
        let (hash, name) =
            path.strip_prefix("/assets/").and_then(|rest| rest.split_once('/')).expect("an address");
        let found = asset(hash, name).expect("the file at its own address");
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(found.gzip.as_slice()).read_to_end(&mut unpacked).expect("gzip");
        assert_eq!(unpacked, found.bytes);
        assert!(asset("0000000000000000", name).is_none(), "an older version is not answered with this one");
    }
    assert!(asset("", "../Cargo.toml").is_none());
}

#[test]
fn scripts_import_only_what_is_served() {
    for script in assets()
        .iter()
        .filter(|asset| asset.content_type.starts_with("text/javascript") && asset.name != "htmx.js")
    {
        let source = std::str::from_utf8(script.bytes).expect("scripts are UTF-8");
        for imported in source.split(" from \"./").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(
                assets().iter().any(|asset| asset.name == imported),
                "{} imports {imported}",
                script.name
            );
        }
    }
}

#[test]
fn what_others_wrote_is_what_the_checksums_say() {
    let vendor = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/vendor");
    let sums = std::fs::read_to_string(vendor.join("SHA256SUMS")).expect("checksums");
    let readme = std::fs::read_to_string(vendor.join("README.md")).expect("a README");
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").expect("sum and name");
        let bytes = std::fs::read(vendor.join(name)).expect("the file");
        let is = hexadecimal(&Sha256::digest(&bytes));
        assert_eq!(is, sum, "{name}: run scripts/vendor-assets");
        if name == "htmx.min.js" {
            assert!(readme.contains(sum), "the README names another checksum");
        }
    }
    assert!(sums.contains("  htmx.min.js\n"));
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes all");
        text
    })
}
