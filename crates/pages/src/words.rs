//! Instants as words: "12 min left", "due 2:20 pm", "back Wed 9 am", "3 h".
//!
//! Pure: the caller hands in instants (microseconds UTC) and, where a time of day is shown, what the
//! wall shows at them in the workspace's zone. `assets/words.js` says the same in the browser, from the
//! same cases (`tests/words.json`).

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;

/// What a clock on the wall and a calendar show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wall {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
    /// Day of the week, 0 is Monday.
    pub weekday: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Wall {
    fn weekday_name(&self) -> &'static str {
        WEEKDAYS[usize::from(self.weekday % 7)]
    }

    fn weekday_short(&self) -> &'static str {
        &self.weekday_name()[..3]
    }

    fn month_name(&self) -> &'static str {
        MONTHS[usize::from((self.month.max(1) - 1) % 12)]
    }

    /// March to July are written out, the others cut to three letters.
    fn month_short(&self) -> &'static str {
        let name = self.month_name();
        if name.len() <= 4 { name } else { &name[..3] }
    }

    fn same_day(&self, other: &Self) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }

    /// Days since 1 January 1970, by the proleptic Gregorian calendar.
    fn days(&self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }
}

/// "2:03 pm".
pub fn clock(at: &Wall) -> String {
    let (hour, half) = twelve(at.hour);
    format!("{hour}:{:02} {half}", at.minute)
}

/// "9 am", and "8:30 am" where minutes matter.
fn short_clock(at: &Wall) -> String {
    if at.minute != 0 {
        return clock(at);
    }
    let (hour, half) = twelve(at.hour);
    format!("{hour} {half}")
}

fn twelve(hour: u8) -> (u8, &'static str) {
    let half = if hour < 12 { "am" } else { "pm" };
    (if hour.is_multiple_of(12) { 12 } else { hour % 12 }, half)
}

/// "Tue 12 May, 2:03 pm".
pub fn exact(at: &Wall) -> String {
    format!("{} {} {}, {}", at.weekday_short(), at.day, at.month_short(), clock(at))
}

/// The heading of a day: "Today, Tuesday 12 May", "Yesterday, Monday 11 May", "Friday 8 May", with the year if another.
pub fn day(now: &Wall, at: &Wall) -> String {
    let date = format!("{} {} {}", at.weekday_name(), at.day, at.month_name());
    match now.days() - at.days() {
        0 => format!("Today, {date}"),
        1 => format!("Yesterday, {date}"),
        _ if now.year == at.year => date,
        _ => format!("{date} {}", at.year),
    }
}

/// "3 Mar", with the year if another: "18 Nov 2025".
pub fn date(now: &Wall, at: &Wall) -> String {
    let date = format!("{} {}", at.day, at.month_short());
    if now.year == at.year { date } else { format!("{date} {}", at.year) }
}

/// A due time: "12 min left" up to 15 minutes, "4 min late", before that "due 2:20 pm" or "due Wed 9 am".
///
/// Minutes left are rounded up and minutes late down, so that "0 min left" is never read; in the first
/// minute after it, it is "late".
pub fn due(now: i64, due: i64, now_wall: &Wall, due_wall: &Wall) -> String {
    let left = due.saturating_sub(now);
    if left <= 0 {
        return late(-left);
    }
    if left <= 15 * MINUTE {
        return format!("{} min left", (left + MINUTE - 1) / MINUTE);
    }
    format!("due {}", when(now_wall, due_wall))
}

fn late(by: i64) -> String {
    match (by / MINUTE, by / HOUR) {
        (0, _) => "late".into(),
        (minutes, 0) => format!("{minutes} min late"),
        (_, hours) if hours < 48 => format!("{hours} h late"),
        (_, hours) => format!("{} days late", hours / 24),
    }
}

/// When something that waits comes back: "back 6:00 pm", "back Wed 9 am".
pub fn back(now_wall: &Wall, at_wall: &Wall) -> String {
    format!("back {}", when(now_wall, at_wall))
}

fn when(now: &Wall, at: &Wall) -> String {
    if now.same_day(at) {
        clock(at)
    } else if (0..7).contains(&(at.days() - now.days())) {
        format!("{} {}", at.weekday_short(), short_clock(at))
    } else {
        format!("{}, {}", date(now, at), short_clock(at))
    }
}

/// A time as it stands after "until" or "by": "6 pm", "Wed 9 am", "3 Mar, 9 am".
pub fn until(now_wall: &Wall, at_wall: &Wall) -> String {
    if now_wall.same_day(at_wall) { short_clock(at_wall) } else { when(now_wall, at_wall) }
}

/// "Tue 2:56 pm", "Wed 9 am".
pub fn weekday(at: &Wall) -> String {
    format!("{} {}", at.weekday_short(), short_clock(at))
}

/// How long something has waited, after "waiting": "12 min", "3 h", and from a day on "since Mon".
pub fn waits(now: i64, since: i64, now_wall: &Wall, since_wall: &Wall) -> String {
    let ago = age(now, since, now_wall, since_wall);
    match ago.strip_suffix(" ago") {
        Some(time) => time.into(),
        None if ago == "now" => ago,
        None => format!("since {ago}"),
    }
}

/// How long ago: "now", "12 min ago", "3 h ago", and from a day on the weekday or the date.
pub fn age(now: i64, at: i64, now_wall: &Wall, at_wall: &Wall) -> String {
    let ago = now.saturating_sub(at).max(0);
    match (ago / MINUTE, ago / HOUR) {
        (0, _) => "now".into(),
        (minutes, 0) => format!("{minutes} min ago"),
        (_, hours) if hours < 24 => format!("{hours} h ago"),
        _ if now_wall.days() - at_wall.days() < 7 => at_wall.weekday_short().into(),
        _ => date(now_wall, at_wall),
    }
}
