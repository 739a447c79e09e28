//! A template for what whoever takes over reads first: shown on the sheet as it fills up, and filled when it is offered.
//!
//! What the sheet asks for anyway (whom, what the customer needs, what is done, what is pending) stands in a template by
//! its names; what is blank besides has fields of its own.

use super::desk::Desk;
use super::fields::Fields;
use super::filling::{FILL, MARK, marked, place, wanted as fill_in};
use super::thread::Thread;
use crate::answer::Problem;
use crate::api::template_values;
use baton_core::{FromTemplate, Owner};
use baton_pages::{SummaryPart, SummarySource, SummaryTemplate, TemplateBlank};
use baton_policy::{Template, TemplateKind};
use baton_templates::{Missing, Name, Shown, Values};

/// Said at a field of the sheet that the template cannot do without.
pub(super) const WANTED: &str = "The template has a place for this. Fill it in, or choose no template.";

/// The names that the sheet has fields for.
const FIELDS: [(Name, SummarySource); 5] = [
    (Name::NameRole, SummarySource::Receiver),
    (Name::Summary, SummarySource::Summary),
    (Name::Done, SummarySource::Done),
    (Name::Pending, SummarySource::Pending),
    (Name::Progress, SummarySource::Both),
];

/// The templates of a sheet.
pub(super) struct Summary {
    pub(super) templates: Vec<SummaryTemplate>,
    /// An offer was held back because something is missing.
    asked: bool,
}

impl Summary {
    /// Those that the reader may use here, the chosen one with what is filled in so far.
    pub(super) async fn read(
        desk: &Desk,
        thread: &Thread,
        form: &Fields,
        to: Option<Owner>,
        refused: Option<&Problem>,
    ) -> Result<Self, Problem> {
        let by = desk.caller.by();
        let notes: Vec<&Template> =
            desk.directory.templates_for(&by).filter(|one| one.kind == TemplateKind::Note).collect();
        let asked = refused.is_some_and(|problem| problem.field_name() == Some("summary_values"));
        if notes.is_empty() {
            return Ok(Self { templates: Vec::new(), asked });
        }
        let values = template_values(&desk.app, &desk.caller, Some(thread.conversation().id)).await?;
        let role = to.map(|to| desk.directory.name_and_role(to)).unwrap_or_default();
        let templates = notes.into_iter().map(|one| {
            let given = Given { form, role: &role, chosen: one.name == form.get("summary_template"), asked };
            given.show(one, &values)
        });
        Ok(Self { templates: templates.collect(), asked })
    }

    fn chosen(&self) -> Option<&SummaryTemplate> {
        self.templates.iter().find(|one| one.chosen)
    }

    /// Whether the chosen template was held back for want of what this field of the sheet holds.
    pub(super) fn lacks(&self, field: &str) -> bool {
        let of = |source| match source {
            SummarySource::Summary => field == "summary",
            SummarySource::Done => field == "done",
            SummarySource::Pending => field == "pending",
            SummarySource::Both => field == "done" || field == "pending",
            SummarySource::Receiver | SummarySource::Blank(_) => false,
        };
        let empty = |part: &SummaryPart| match part {
            SummaryPart::Of { source, words, otherwise: None } => words.is_empty() && of(*source),
            _ => false,
        };
        self.asked && self.chosen().is_some_and(|one| one.parts.iter().any(empty))
    }

    /// Whether what is wrong with a field is said at it.
    pub(super) fn has_place_for(&self, field: &str) -> bool {
        match field {
            "to" | "done" | "pending" | "customer_text" => true,
            "summary" => self.chosen().is_none_or(|one| one.asks),
            "summary_template" => !self.templates.is_empty(),
            // Each blank says so itself; what else is wrong with what was filled in is said above.
            "summary_values" => self.chosen().is_some_and(|one| {
                let blank = one.blanks.iter().any(|blank| blank.wrong.is_some());
                blank || ["summary", "done", "pending"].iter().any(|field| self.lacks(field))
            }),
            _ => false,
        }
    }
}

/// What a sheet holds for a template so far.
struct Given<'a> {
    form: &'a Fields,
    /// What `[Name/Role]` says; empty as long as nobody is chosen.
    role: &'a str,
    chosen: bool,
    asked: bool,
}

impl Given<'_> {
    fn show(&self, one: &Template, values: &Values) -> SummaryTemplate {
        let mut blanks: Vec<TemplateBlank> = Vec::new();
        let mut marks = marked(one, values);
        for (name, _) in FIELDS {
            marks.set(name, Some(format!("{MARK}{}", name.label())));
        }
        let both = one.template.show(values).zip(one.template.show(&marks));
        let mut parts: Vec<SummaryPart> = both.map(|(is, mark)| part(&mut blanks, is, mark)).collect();
        for blank in &mut blanks {
            blank.value = self.said(&format!("{FILL}{}", blank.label));
            let empty = blank.value.is_empty() && blank.otherwise.is_none();
            blank.wrong = (self.chosen && self.asked && empty).then(|| fill_in(&blank.label));
        }
        for part in &mut parts {
            if let SummaryPart::Of { source, words, otherwise } = part {
                let said = self.words_of(*source, &blanks);
                *words = if said.is_empty() { otherwise.clone().unwrap_or_default() } else { said };
            }
        }
        let asks = one.template.names().contains(&Name::Summary);
        SummaryTemplate { name: one.name.clone(), chosen: self.chosen, asks, parts, blanks }
    }

    fn said(&self, field: &str) -> String {
        self.form.said(field).unwrap_or_default()
    }

    fn words_of(&self, source: SummarySource, blanks: &[TemplateBlank]) -> String {
        match source {
            SummarySource::Receiver => self.role.to_owned(),
            SummarySource::Summary => self.said("summary"),
            SummarySource::Done => self.said("done"),
            SummarySource::Pending => self.said("pending"),
            SummarySource::Both => {
                let (done, pending) = (self.said("done"), self.said("pending"));
                let both = !done.is_empty() && !pending.is_empty();
                if both { format!("{done}; {pending}") } else { String::new() }
            }
            SummarySource::Blank(blank) => blanks[blank].value.clone(),
        }
    }
}

/// A piece, as it is with what is known (`is`), and with a mark wherever somebody may say something (`mark`).
fn part(blanks: &mut Vec<TemplateBlank>, is: Shown<'_>, mark: Shown<'_>) -> SummaryPart {
    let (missing, otherwise) = match (is, mark) {
        (Shown::Text(words), _) => return SummaryPart::Words(words.to_owned()),
        (Shown::Filled(fallback), Shown::Filled(mark)) if mark.starts_with(MARK) => {
            let label = mark.trim_start_matches(MARK).to_owned();
            (Missing::Blank(label), Some(fallback.into_owned()))
        }
        (Shown::Filled(words), _) => return SummaryPart::Known(words.into_owned()),
        (Shown::Missing(missing), _) => (missing, None),
    };
    let name = Name::find(missing.label());
    let field = FIELDS.iter().find(|(of, _)| name == Some(*of)).map(|(_, source)| *source);
    let source = field
        .unwrap_or_else(|| SummarySource::Blank(place(blanks, missing.label(), otherwise.clone(), &missing)));
    SummaryPart::Of { source, words: String::new(), otherwise }
}

/// The template that the form asks for, and whether what the customer needs stands in it; none for words of one's own.
///
/// # Errors
/// If it is not the one that its author had before them: without a script it is shown first.
pub(super) fn wanted(desk: &Desk, form: &Fields) -> Result<Option<(FromTemplate, bool)>, Problem> {
    let Some(name) = form.said("summary_template") else { return Ok(None) };
    let by = desk.caller.by();
    let found = desk.directory.templates_for(&by).find(|one| one.name == name);
    let Some(template) = found.filter(|one| one.kind == TemplateKind::Note) else {
        let words = "This template is not there any more. Choose another one, or none.";
        return Err(Problem::field("summary_template", words));
    };
    if form.get("shown_template") != name {
        let words = "This is what the template says. Read it, fill in what it asks for, then offer it.";
        return Err(Problem::field("summary_template", words));
    }
    let filled = form.beginning(FILL).filter(|(label, _)| template.template.has(label));
    let values = filled.map(|(label, words)| (label.to_owned(), words.replace("\r\n", "\n"))).collect();
    let says_it = template.template.names().contains(&Name::Summary);
    Ok(Some((FromTemplate { name, values, own_then: true }, says_it)))
}
