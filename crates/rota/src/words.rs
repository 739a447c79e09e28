//! Small words that several sentences need.

use baton_hours::WallTime;

/// "a", "a and b", "a, b and c".
pub(crate) fn listed(mut words: Vec<String>) -> String {
    match words.pop() {
        None => String::new(),
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} and {last}", words.join(", ")),
    }
}

/// "9 am", "4:30 pm", "noon", "midnight" (of either end of the day).
pub(crate) fn clock(time: WallTime) -> String {
    let (hour, minute) = (time.minutes() / 60 % 24, time.minutes() % 60);
    let half = if hour < 12 { "am" } else { "pm" };
    let twelve = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
    match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "noon".to_owned(),
        (_, 0) => format!("{twelve} {half}"),
        _ => format!("{twelve}:{minute:02} {half}"),
    }
}
