//! The small sheet from which a template is chosen and filled for the composer.

use crate::composer::Mode;
use crate::html::Forms;
use askama::Template;

/// The templates that the reader may write with here.
#[derive(Debug, Clone, Template)]
#[template(path = "templates.html")]
pub struct Templates {
    /// Context of its form.
    pub forms: Forms,
    /// What is written so far: it comes along, and a template goes into it.
    pub draft: String,
    /// Whether that is a text or a note.
    pub mode: Mode,
    /// What the draft was made with, as [`crate::Composer::made`].
    pub made: String,
    /// What its author had seen when they began it, as [`crate::Composer::seen`].
    pub seen: String,
    /// What is looked for.
    pub query: String,
    /// Those that fit, in the policy's order; the chosen one is filled below them.
    pub choices: Vec<TemplateChoice>,
    /// Why there is none, as a sentence; shown where there is none.
    pub nothing: String,
    /// What stands in the way besides any blank.
    pub refused: Option<String>,
}

impl askama::filters::HtmlSafe for Templates {}

/// The answer to `POST /c/{id}/templates`, and to a filling that was refused, for a live page.
#[derive(Debug, Clone, Template)]
#[template(path = "templates_fragment.html")]
pub struct TemplatesFragment {
    /// The sheet.
    pub templates: Templates,
}

/// A template.
#[derive(Debug, Clone)]
pub struct TemplateChoice {
    /// Its name.
    pub name: String,
    /// How it begins, and whose it is.
    pub small: String,
    /// Whether it is the chosen one.
    pub chosen: bool,
    /// The text, piece by piece.
    pub parts: Vec<TemplatePart>,
    /// What is to fill in.
    pub blanks: Vec<TemplateBlank>,
    /// What it takes as it is filled: "1 text". Empty for a note.
    pub count: String,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// Its own words.
    Words(String),
    /// What is known, and filled in.
    Known(String),
    /// The place of a blank.
    Blank {
        /// Which of [`TemplateChoice::blanks`].
        blank: usize,
        /// What stands there now; empty where nothing does.
        words: String,
    },
}

/// Something to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateBlank {
    /// Its label, which is its field's name after `fill.`.
    pub label: String,
    /// What is filled in so far.
    pub value: String,
    /// What stands there if it stays empty; none where it must not.
    pub otherwise: Option<String>,
    /// What it stands for, or what becomes of an empty one; empty where its label says it all, and it must be filled.
    pub hint: String,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

impl Templates {
    pub(crate) fn post(&self, action: &str) -> String {
        format!("/c/{}/{action}", self.forms.conversation)
    }

    pub(crate) fn mode(&self) -> &'static str {
        match self.mode {
            Mode::Text => "text",
            Mode::Note => "note",
        }
    }

    pub(crate) fn goes_into(&self) -> &'static str {
        match self.mode {
            Mode::Note => "Put into my note",
            Mode::Text => "Put into my text",
        }
    }
}

impl TemplatePart {
    pub(crate) fn or_line(words: &str) -> &str {
        if words.is_empty() { "________" } else { words }
    }
}
