//! A report as people read it in a terminal.

use std::fmt::Write;

use crate::problem::{Problem, Report, Severity};

/// The widest piece of a line that is shown; longer lines are cut around the place.
const WIDTH: usize = 100;

/// Every problem and warning with its place, the line it stands on, a caret below it, and the remedy:
///
/// ```text
/// Line 42, column 13: there is no queue called “Membership”
///  42 |   ASSIGN to Membership queue
///     |             ^^^^^^^^^^ did you mean Memberships?
/// ```
pub fn render(report: &Report, source: &str) -> String {
    let mut out = String::new();
    for problem in report.problems.iter().chain(&report.warnings) {
        if !out.is_empty() {
            out.push('\n');
        }
        one(&mut out, problem, source);
    }
    if report.untold > 0 {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\nand {} more", report.untold);
    }
    out
}

fn one(out: &mut String, problem: &Problem, source: &str) {
    let worth = if problem.severity == Severity::Warning { ", worth a look" } else { "" };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "Line {}, column {}{worth}: {}", problem.line, problem.column, problem.message);
    let start = source.floor_char_boundary(problem.span.start);
    let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = source[line_start..].lines().next().unwrap_or_default();
    let before = source[line_start..start].chars().count();
    let length = source[start..source.floor_char_boundary(problem.span.end.max(start))].lines().next();
    let length = length.map_or(1, |piece| piece.chars().count()).max(1);
    // What is left out of a long line in front.
    let cut = before.saturating_sub(WIDTH / 2);
    let shown: String = line.chars().skip(cut).take(WIDTH).map(visible).collect();
    let number = problem.line.to_string();
    let _ = writeln!(out, " {number} | {}", shown.trim_end());
    let (gutter, indent) = (" ".repeat(number.len()), " ".repeat(before - cut));
    let carets = "^".repeat(length.min(WIDTH - (before - cut)));
    let remedy = problem.remedy.as_deref().unwrap_or_default();
    let _ = writeln!(out, "{}", format!(" {gutter} | {indent}{carets} {remedy}").trim_end());
}

/// One column wide in every terminal, and nothing that moves its cursor.
fn visible(letter: char) -> char {
    if letter.is_control() { ' ' } else { letter }
}
