//! The policy that a house makes, in the words of the policy document.

use super::{Hands, House, Long, QUEUES, Queue, Rota, Step, TEAM, Target, When, Who, ZONE};
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
            write_target(&mut text, target);
        }
        text.push_str("\n[escalations]\n");
        for (place, path) in self.paths.iter().enumerate() {
            let steps: Vec<String> = path.iter().map(|step| self.step(*step)).collect();
            let _ = writeln!(text, "Path{place} = [{}]", steps.join(", "));
        }
        text
    }

    fn head(&self, text: &mut String) {
        let _ = writeln!(text, "zone = \"{ZONE}\"\nfallback = {}", address(self.fallback));
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
        if let Some(place) = self.on_call {
            let _ = writeln!(text, "on_call = \"{}\"", self.queues[place].name);
        }
        text.push_str("\n[hours.Clinic]\n");
        for (day, spans) in DAYS.iter().zip(&self.hours).filter(|(_, spans)| !spans.is_empty()) {
            let spans: Vec<String> =
                spans.iter().map(|span| format!("\"{}-{}\"", time(span.0), time(span.1))).collect();
            let _ = writeln!(text, "{day} = [{}]", spans.join(", "));
        }
    }

    fn write_answers(&self, text: &mut String) {
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
        if queue.hours {
            text.push_str("hours = \"Clinic\"\n");
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
                rules.push(format!("IF message contains {words}\n  ASSIGN to \"{name}\" queue\n"));
            }
        }
        if self.by_account {
            rules.push("IF contact has owner and owner is available\n  ASSIGN to owner\n".to_owned());
            rules.push("IF contact tagged regular\n  ASSIGN to last owner\n".to_owned());
        }
        let all = rules.join("ELSE ");
        let last = if rules.is_empty() {
            "ASSIGN to \"Front desk\" queue\n".to_owned()
        } else {
            "ELSE\n  ASSIGN to \"Front desk\" queue\n".to_owned()
        };
        format!("\n[routing]\nsplit_asks = {}\ntext = \"\"\"\n{all}{last}\"\"\"\n", self.split_asks)
    }

    fn step(&self, step: Step) -> String {
        let who = match step.who {
            Who::Owner => "owner".to_owned(),
            Who::Accountable => "accountable".to_owned(),
            Who::Lead => "lead".to_owned(),
            Who::OnShift => "on shift".to_owned(),
            Who::OnCall => "on call".to_owned(),
            Who::Fallback => "fallback".to_owned(),
            Who::Queue(place) => self.queues[place].name.to_owned(),
            Who::Person(place) => format!("{}@cedarlane.example", TEAM[place].0),
        };
        let does = if step.assigns { "assign" } else { "notify" };
        format!("{{ after = \"{} min\", {does} = \"{who}\" }}", step.after)
    }
}

fn write_rota(text: &mut String, rota: &Rota) {
    let _ = writeln!(text, "\n[rotas.\"{}\"]\nfinish = {}\nshifts = [", rota.name, rota.finish);
    for (place, shift) in rota.shifts.iter().enumerate() {
        let days: Vec<String> =
            DAYS.iter().zip(shift.days).filter(|(_, on)| *on).map(|(day, _)| format!("\"{day}\"")).collect();
        let _ = writeln!(
            text,
            "  {{ id = \"s{place}\", days = [{}], from = \"{}\", to = \"{}\", who = {} }},",
            days.join(", "),
            time(shift.span.0),
            time(shift.span.1),
            address(shift.who)
        );
    }
    text.push_str("]\n");
}

fn write_target(text: &mut String, target: &Target) {
    let _ = writeln!(text, "\n[[targets]]\nname = \"{}\"\nwarn_at = {}", target.name, target.warn_at);
    match target.when {
        When::Urgent => text.push_str("when = \"tagged urgent\"\n"),
        When::New => text.push_str("when = \"contact is new\"\n"),
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
    text.push_str(if target.hours { "hours = \"Clinic\"\n" } else { "around_the_clock = true\n" });
    if let Some(path) = target.path {
        let _ = writeln!(text, "escalation = \"Path{path}\"");
    }
}

/// The address of somebody of the team, quoted.
fn address(place: usize) -> String {
    format!("\"{}@cedarlane.example\"", TEAM[place].0)
}

fn time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
