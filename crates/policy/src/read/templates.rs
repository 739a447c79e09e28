//! `[templates.…]`: texts to fill in.

use rustc_hash::FxHashSet;

use baton_routing::Span;
use baton_templates::{Code as Said, Context, Template as Words};

use crate::built::Feature;
use crate::limits;
use crate::names::{did_you_mean, quoted};
use crate::problem::{Code, Findings};
use crate::read::embedded::Embedded;
use crate::read::named::{Kind, key};
use crate::read::section::{Field, Section, Text, Wanted, entries};
use crate::read::who::Team;
use crate::template::{Template, TemplateKind, TemplateThen};

const TEMPLATES: Wanted =
    Wanted { what: "templates by name", example: "{ Thanks = { text = \"Thank you, [First Name|all]!\" } }" };
const TEMPLATE: Wanted = Wanted { what: "a table of settings", example: "{ text = \"\"\"…\"\"\" }" };
const TEXT: Wanted = Wanted { what: "the text", example: "\"\"\"…\"\"\"" };
const KIND: Wanted = Wanted { what: "a kind of template", example: "\"text\"" };
const THEN: Wanted = Wanted { what: "a status", example: "\"pending\"" };
const QUEUE: Wanted = Wanted { what: "the name of a queue", example: "\"Billing\"" };
const PERSON: Wanted = Wanted { what: "an e-mail address", example: "\"maya@example.com\"" };

/// The templates of a document, and where their texts stand in it.
#[derive(Default)]
pub(crate) struct Templates<'d> {
    pub(crate) all: Vec<Template>,
    texts: Vec<Option<Embedded<'d>>>,
    /// The places of those that were looked at as auto-replies.
    automatic: FxHashSet<usize>,
}

/// All templates, in the order of the document.
pub(crate) fn read<'d>(top: &mut Section<'d>, team: Team<'_>, findings: &mut Findings<'_>) -> Templates<'d> {
    let mut templates = Templates::default();
    let Some(field) = top.ask_built("templates", Feature::Templates, findings) else { return templates };
    let Some(table) = field.table(findings, TEMPLATES) else { return templates };
    field.limited(findings, table.len(), limits::TEMPLATES);
    let mut seen = FxHashSet::default();
    for entry in entries(table).into_iter().take(limits::TEMPLATES) {
        let Some(name) = Kind::TEMPLATE.given(key(entry), &mut seen, findings) else { continue };
        let (template, text) = one(name, entry, team, findings);
        templates.all.push(template);
        templates.texts.push(text);
    }
    templates
}

/// One template. What is wrong with it has its problem; the name is there all the same, so that nothing is said of the
/// settings and rules that use it.
fn one<'d>(
    name: &str,
    entry: Field<'d>,
    team: Team<'_>,
    findings: &mut Findings<'_>,
) -> (Template, Option<Embedded<'d>>) {
    let words = Words::parse("-").expect("a text without brackets has no problem");
    let kind = TemplateKind::Text;
    let mut template =
        Template { name: name.to_owned(), kind, template: words, then: None, queue: None, person: None };
    let Some(table) = entry.table(findings, TEMPLATE) else { return (template, None) };
    let mut section = Section::new(format!("the template {}", quoted(name)), table);
    let text = section.ask("text");
    if text.is_none() {
        let message = format!("the template {} has no text", quoted(name));
        findings.problem(Code::Missing, entry.at, message, format!("write text = {}", TEXT.example));
    }
    template.kind = section.ask("kind").and_then(|field| kind_of(field, findings)).unwrap_or_default();
    let text = text.and_then(|field| field.text(findings, TEXT));
    let text = text.map(|text| Embedded::new(text, findings.source()));
    if let Some(words) = text.as_ref().and_then(|text| words_of(text, template.kind, findings)) {
        template.template = words;
    }
    let then = section.ask("then");
    template.then = then.and_then(|field| then_of(field, findings));
    if let (Some(then), TemplateKind::Note) = (then, template.kind) {
        let message = "“then” does nothing here: a note leaves the conversation as it is";
        findings.warning(Code::NoEffect, then.at, message, "take it out".to_owned());
    }
    whose(&mut template, &mut section, team, findings);
    section.finish(findings);
    (template, text)
}

/// The text, read; with what is to be said about it. What a note invites and how long it is bothers no customer.
fn words_of(text: &Embedded<'_>, kind: TemplateKind, findings: &mut Findings<'_>) -> Option<Words> {
    match Words::parse(text.value()) {
        Ok(words) => {
            let of_texts = [Said::ReservedWord, Said::ManySegments];
            let said = words.warnings().iter();
            let said = said.filter(|one| kind == TemplateKind::Text || !of_texts.contains(&one.code));
            text.report_template(said, findings);
            Some(words)
        }
        Err(problems) => {
            text.report_template(&problems, findings);
            None
        }
    }
}

/// `queue` or `person`: whose template it is.
fn whose(template: &mut Template, section: &mut Section<'_>, team: Team<'_>, findings: &mut Findings<'_>) {
    let (queue, person) = (section.ask("queue"), section.ask("person"));
    if let (Some(_), Some(person)) = (queue, person) {
        let message = "a template is a queue's or a person's, and this is both";
        findings.problem(Code::BadValue, person.at, message, "take one of them out".to_owned());
    }
    if let Some(named) = queue.and_then(|field| field.text(findings, QUEUE)) {
        let known = team.queues.iter().map(|queue| queue.name.as_str());
        template.queue = team.queue(named.value).or_else(|| Kind::QUEUE.find(named, known, None, findings));
    }
    if let Some(named) = person.and_then(|field| field.text(findings, PERSON)) {
        template.person = team.people.of_the_team(named, findings).map(str::to_owned);
    }
}

fn kind_of(field: Field<'_>, findings: &mut Findings<'_>) -> Option<TemplateKind> {
    let kinds = [("text", TemplateKind::Text), ("note", TemplateKind::Note)];
    choice(field.text(findings, KIND)?, "kind of template", &kinds, findings)
}

fn then_of(field: Field<'_>, findings: &mut Findings<'_>) -> Option<TemplateThen> {
    let statuses =
        [("open", TemplateThen::Open), ("pending", TemplateThen::Pending), ("closed", TemplateThen::Closed)];
    choice(field.text(findings, THEN)?, "status", &statuses, findings)
}

/// One of a few words.
pub(crate) fn choice<T: Copy>(
    named: Text<'_>,
    what: &str,
    choices: &[(&'static str, T)],
    findings: &mut Findings<'_>,
) -> Option<T> {
    let found = choices.iter().find(|(word, _)| *word == named.value);
    if found.is_none() {
        let message = format!("there is no {what} called {}", quoted(named.value));
        let words = || choices.iter().map(|(word, _)| *word);
        let remedy = did_you_mean(named.value, words())
            .unwrap_or_else(|| format!("write one of: {}", words().collect::<Vec<_>>().join(", ")));
        findings.problem(Code::UnknownName, named.at, message, remedy);
    }
    found.map(|(_, value)| *value)
}

impl Templates<'_> {
    /// Customers are told of a word that then does nothing: nobody is on call.
    pub(crate) fn warn_about_urgent(&self, word: &str, findings: &mut Findings<'_>) {
        let texts = self.all.iter().zip(&self.texts).filter(|(one, _)| one.kind == TemplateKind::Text);
        for (template, text) in texts {
            let Some(text) = text else { continue };
            // As it is to be texted: “urgent” within a sentence invites nobody.
            let says = |found: &(usize, &str)| {
                let letter = |c: char| c.is_alphanumeric();
                let before = text.value()[..found.0].chars().next_back().is_some_and(letter);
                let after = text.value()[found.0 + word.len()..].chars().next().is_some_and(letter);
                !before && !after
            };
            let Some((start, _)) = text.value().match_indices(word).find(says) else { continue };
            let message = format!(
                "{} tells customers of {word}, and nobody is on call: the word changes nothing",
                quoted(&template.name)
            );
            let remedy = "say who is, with on_call at the top, or leave the word out".to_owned();
            let at = text.in_document(Span { start, end: start + word.len() });
            findings.warning(Code::NoEffect, at, message, remedy);
        }
    }

    /// The place of a template that Baton is to answer with by itself; problems where it is unknown, a note, or needs a
    /// person to fill it.
    pub(crate) fn automatic(&mut self, named: Text<'_>, findings: &mut Findings<'_>) -> Option<usize> {
        let known = self.all.iter().map(|template| template.name.as_str());
        let at = Kind::TEMPLATE.find(named, known, Some(Feature::Templates), findings)?;
        self.check_automatic(at, named.at, findings);
        Some(at)
    }

    /// Whether a template can be answered with when nobody is there; `used` is the place of the document that does.
    pub(crate) fn check_automatic(
        &mut self,
        at: usize,
        used: baton_routing::Span,
        findings: &mut Findings<'_>,
    ) {
        let Some(template) = self.all.get(at) else { return };
        if template.kind == TemplateKind::Note {
            let message = format!(
                "the template {} is a note, and a note never leaves the team",
                quoted(&template.name)
            );
            let remedy = "name a template of kind \"text\"".to_owned();
            findings.problem(Code::BadValue, used, message, remedy);
        } else if let Some(text) = self.texts[at].as_ref().filter(|_| self.automatic.insert(at)) {
            text.report_template(&template.template.check(Context::AutoReply), findings);
        }
    }
}
