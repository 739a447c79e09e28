//! The policy that a house makes, in the words of the policy document.

use super::{
    Every, Hands, Hours, House, Long, OnCall, QUEUES, Queue, Rota, Span, Step, TEAM, Target, Turn, When, Who,
    ZONES,
};
use std::fmt::Write;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Long {
    fn text(self) -> String {
        match self {
            Self::Minutes(minutes) => format!("{minutes} min"),
            Self::Days(days) => format!("{days} days"),
        }
    }
}

impl House {
    /// The policy that says all this.
    pub(crate) fn policy(&self) -> String {
        let mut text = String::new();
        self.head(&mut text);
        self.write_answers(&mut text);
        text.push_str(super::templates::TEMPLATES);
        if self.spanish {
            text.push_str(
                "\n[consent.languages.es]\nopt_out = [\"parar\"]\nopt_in = [\"empezar\"]\nhelp = [\"ayuda\"]\n",
            );
            text.push_str("opt_out_text = \"[Business Name]: no le escribimos. EMPEZAR para volver.\"\n");
        }
        for queue in &self.queues {
            self.write_queue(&mut text, queue);
        }
        for rota in &self.rotas {
            write_rota(&mut text, rota);
        }
        if self.farewell {
            text.push_str("\n[templates.Goodbye]\ntext = \"We close this here. Text us any time.\"\n");
        }
        text.push_str(&self.routing());
        for target in &self.targets {
            self.write_target(&mut text, target);
        }
        text.push_str("\n[escalations]\n");
        for (place, path) in self.paths.iter().enumerate() {
            let steps: Vec<String> = path.iter().map(|step| self.step(*step)).collect();
            let _ = writeln!(text, "Path{place} = [{}]", steps.join(", "));
        }
        text
    }

    fn head(&self, text: &mut String) {
        let _ = writeln!(text, "zone = \"{}\"\nfallback = {}", ZONES[0], address(self.fallback));
        let _ = writeln!(
            text,
            "max_bounces = {}\nreopen_within = \"{} h\"",
            self.max_bounces, self.reopen_within
        );
        let _ = writeln!(text, "return_after_away = {}", self.return_after_away);
        if let Some(days) = self.close_after {
            let _ = writeln!(text, "close_after = \"{days} days\"");
            if self.farewell {
                text.push_str("farewell = \"Goodbye\"\n");
            }
        }
        if self.says_why {
            text.push_str("close_reasons = [\"answered\", \"spam\"]\n");
        }
        match self.on_call {
            Some(OnCall::Queue(place)) => {
                let _ = writeln!(text, "on_call = \"{}\"", self.queues[place].name);
            }
            Some(OnCall::Person(place)) => {
                let _ = writeln!(text, "on_call = {}", address(place));
            }
            None => {}
        }
        self.hours.iter().for_each(|hours| write_hours(text, hours));
    }

    fn write_answers(&self, text: &mut String) {
        text.push_str("\n[templates.Seen]\ntext = \"We have your text.\"\n");
        let promise = "I look into it and text you [timeframe].";
        let _ = writeln!(text, "\n[templates.Promise]\ntext = \"{promise}\"");
        let (from, to) = (time(self.day.0), time(self.day.1));
        let _ = writeln!(text, "\n[quiet_hours]\nfrom = \"{from}\"\nto = \"{to}\"");
        let Some(answers) = self.answers.as_ref().filter(|answers| answers.outside || answers.first) else {
            return;
        };
        let _ = writeln!(text, "\n[auto_replies]\nmax_per_number_and_day = {}", answers.most);
        if answers.outside {
            text.push_str("outside_hours = \"After hours\"\noutside_hours_of = \"Clinic\"\n");
        }
        if answers.first {
            text.push_str("first_contact = \"Welcome\"\n");
        }
        text.push_str(
            "\n[templates.\"After hours\"]\ntext = \"We are closed and read it at [next opening].\"\n",
        );
        text.push_str("\n[templates.Welcome]\ntext = \"Thanks for your text to [Business Name].\"\n");
    }

    fn write_queue(&self, text: &mut String, queue: &Queue) {
        let initials = QUEUES.iter().find(|known| known.0 == queue.name).map_or("Xx", |known| known.1);
        let members: Vec<String> = queue.members.iter().map(|one| address(*one)).collect();
        let _ = writeln!(text, "\n[queues.\"{}\"]\ninitials = \"{initials}\"", queue.name);
        let _ = writeln!(text, "members = [{}]\nreply_claims = {}", members.join(", "), queue.reply_claims);
        if let Some(lead) = queue.lead {
            let _ = writeln!(text, "lead = {}", address(lead));
        }
        if let Some(hours) = queue.hours {
            let _ = writeln!(text, "hours = \"{}\"", self.hours[hours].name);
        }
        if let Some(rota) = queue.rota {
            let _ = writeln!(text, "rota = \"{}\"", self.rotas[rota].name);
        }
        let hands = match queue.hands {
            Hands::Claim => "claim",
            Hands::Round => "round_robin",
            Hands::Least => "least_busy",
        };
        let _ = writeln!(
            text,
            "distribute = \"{hands}\"\ntags = [\"{}\"]",
            queue.name.to_lowercase().replace(' ', "-")
        );
        if let Some(minutes) = queue.claim_within {
            let _ = writeln!(text, "claim_within = \"{minutes} min\"");
        }
        if let Some(capacity) = queue.capacity {
            let _ = writeln!(text, "capacity = {capacity}");
        }
    }

    fn routing(&self) -> String {
        let mut rules = Vec::new();
        for (name, _, words) in QUEUES.iter().filter(|known| !known.2.is_empty()) {
            if self.queue(name).is_some() {
                let target = self.rule_says(name);
                rules.push(format!("IF message contains {words}\n  ASSIGN to \"{name}\" queue\n{target}"));
            }
        }
        if self.by_account {
            rules.push("IF contact has owner and owner is available\n  ASSIGN to owner\n".to_owned());
            rules.push("IF contact tagged regular\n  ASSIGN to last owner\n".to_owned());
        }
        let all = rules.join("ELSE ");
        let front = self.rule_says(QUEUES[0].0);
        let last = if rules.is_empty() {
            format!("ASSIGN to \"Front desk\" queue\n{front}")
        } else {
            format!("ELSE\n  ASSIGN to \"Front desk\" queue\n{front}")
        };
        format!("\n[routing]\nsplit_asks = {}\ntext = \"\"\"\n{all}{last}\"\"\"\n", self.split_asks)
    }

    /// What the rule that leads to a queue says beside.
    fn rule_says(&self, queue: &str) -> String {
        let is = |place: Option<usize>| place.is_some_and(|place| self.queues[place].name == queue);
        let target = if is(self.named) { "  TARGET \"By a rule\"\n" } else { "" };
        let reply = if is(self.replies) { "  REPLY with Seen\n" } else { "" };
        format!("{target}{reply}")
    }

    fn step(&self, step: Step) -> String {
        let who = match step.who {
            Who::Owner => "owner".to_owned(),
            Who::Accountable => "accountable".to_owned(),
            Who::Lead => "lead".to_owned(),
            Who::OnShift => "on shift".to_owned(),
            Who::OnCall => "on call".to_owned(),
            Who::Fallback => "fallback".to_owned(),
            // “On call” alone is whoever is on call.
            Who::Queue(place) => format!("{} queue", self.queues[place].name),
            Who::Person(place) => format!("{}@cedarlane.example", TEAM[place].0),
        };
        let does = if step.assigns { "assign" } else { "notify" };
        format!("{{ after = \"{} min\", {does} = \"{who}\" }}", step.after)
    }

    fn write_target(&self, text: &mut String, target: &Target) {
        let _ = writeln!(text, "\n[[targets]]\nname = \"{}\"\nwarn_at = {}", target.name, target.warn_at);
        match target.when {
            When::Urgent => text.push_str("when = \"tagged urgent\"\n"),
            When::New => text.push_str("when = \"contact is new\"\n"),
            When::Line(place) => {
                let _ = writeln!(text, "when = \"line is {}\"", crate::store::LINES[place].0);
            }
            When::Tagged(tag) => {
                let _ = writeln!(text, "when = \"tagged {tag}\"");
            }
            When::Queue(place) => {
                let _ = writeln!(text, "when = 'queue is \"{}\"'", self.queues[place].name);
            }
            // Nothing has it.
            When::Named => text.push_str("when = \"tagged by-a-rule\"\n"),
            When::Always => {}
        }
        let lengths = [
            ("first_response", target.first),
            ("next_response", target.next),
            ("follow_up", target.follow_up),
            ("resolution", target.resolution),
            ("act_within", target.act_within.map(Long::Minutes)),
        ];
        for (name, length) in lengths {
            if let Some(length) = length {
                let _ = writeln!(text, "{name} = \"{}\"", length.text());
            }
        }
        match target.hours {
            Some(hours) => {
                let _ = writeln!(text, "hours = \"{}\"", self.hours[hours].name);
            }
            None => text.push_str("around_the_clock = true\n"),
        }
        if let Some(path) = target.path {
            let _ = writeln!(text, "escalation = \"Path{path}\"");
        }
    }
}

fn spans(spans: &[Span]) -> String {
    let all: Vec<String> =
        spans.iter().map(|span| format!("\"{}-{}\"", time(span.0), time(span.1))).collect();
    all.join(", ")
}

fn write_hours(text: &mut String, hours: &Hours) {
    let _ = writeln!(text, "\n[hours.{}]\nzone = \"{}\"", hours.name, ZONES[hours.zone]);
    for (day, open) in DAYS.iter().zip(&hours.week).filter(|(_, open)| !open.is_empty()) {
        let _ = writeln!(text, "{day} = [{}]", spans(open));
    }
    if !hours.holidays.is_empty() {
        let holiday = |(date, open): &(i64, Vec<Span>)| {
            format!("  {{ date = \"{}\", open = [{}] }},\n", day(*date), spans(open))
        };
        let all: String = hours.holidays.iter().map(holiday).collect();
        let _ = writeln!(text, "holidays = [\n{all}]");
    }
}

/// A day that is counted from 1970.
fn day(date: i64) -> String {
    let first = jiff::civil::date(1970, 1, 1);
    first.saturating_add(jiff::Span::new().days(date)).to_string()
}

fn write_dated(text: &mut String, rota: &Rota) {
    if !rota.overrides.is_empty() {
        text.push_str("overrides = [\n");
        for one in &rota.overrides {
            let at = |(date, minute): (i64, u16)| format!("\"{}T{}\"", day(date), time(minute));
            let who: Vec<String> = one.who.iter().map(|who| address(*who)).collect();
            let (from, to) = (at(one.from), at(one.to));
            let _ = writeln!(text, "  {{ from = {from}, to = {to}, who = [{}] }},", who.join(", "));
        }
        text.push_str("]\n");
    }
    if !rota.swaps.is_empty() {
        text.push_str("swaps = [\n");
        for (one, other) in &rota.swaps {
            let of = |(shift, date): &(usize, i64)| {
                format!("{{ shift = \"s{shift}\", date = \"{}\" }}", day(*date))
            };
            let _ = writeln!(text, "  {{ one = {}, other = {} }},", of(one), of(other));
        }
        text.push_str("]\n");
    }
}

fn whose(who: &Turn) -> String {
    match who {
        Turn::One(who) => format!("who = {}", address(*who)),
        Turn::InTurn { people, every, start } => {
            let people: Vec<String> = people.iter().map(|who| address(*who)).collect();
            let every = match every {
                Every::Shifts(count) => format!("every_shifts = {count}"),
                Every::Days(count) => format!("every_days = {count}"),
            };
            let (people, start) = (people.join(", "), day(*start));
            format!("rotation = {{ people = [{people}], {every}, start = \"{start}\" }}")
        }
    }
}

fn write_rota(text: &mut String, rota: &Rota) {
    let _ = writeln!(
        text,
        "\n[rotas.\"{}\"]\nzone = \"{}\"\nfinish = {}\nshifts = [",
        rota.name, ZONES[rota.zone], rota.finish
    );
    for (place, shift) in rota.shifts.iter().enumerate() {
        let days: Vec<String> =
            DAYS.iter().zip(shift.days).filter(|(_, on)| *on).map(|(day, _)| format!("\"{day}\"")).collect();
        let _ = writeln!(
            text,
            "  {{ id = \"s{place}\", days = [{}], from = \"{}\", to = \"{}\", {} }},",
            days.join(", "),
            time(shift.span.0),
            time(shift.span.1),
            whose(&shift.who)
        );
    }
    text.push_str("]\n");
    write_dated(text, rota);
}

/// The address of somebody of the team, quoted.
fn address(place: usize) -> String {
    format!("\"{}@cedarlane.example\"", TEAM[place].0)
}

fn time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
