//! The browser's own modules, tested where they can run: in Node.

use std::path::Path;
use std::process::Command;

#[test]
fn the_modules_of_the_browser_pass_their_tests() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/js");
    let files: Vec<_> = std::fs::read_dir(&tests)
        .expect("tests/js is there")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    assert!(files.len() >= 3, "tests/js has its tests");
    let run = Command::new("node").arg("--test").args(&files).output();
    let run =
        run.expect("Node 20 or later is needed for the tests of the browser's modules (Debian: nodejs)");
    let report = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{report}\n{}", String::from_utf8_lossy(&run.stderr));
}
