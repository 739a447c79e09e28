//! The names that Baton fills.

use crate::common::ready;
use baton_templates::{Name, Values};

/// Fails when a spelling is not found, is another name's, or depends on how it is typed.
#[test]
fn every_spelling_is_found_however_it_is_typed() {
    for &name in Name::ALL {
        for spelling in name.spellings() {
            let typed = [
                (*spelling).to_owned(),
                spelling.to_uppercase(),
                spelling.to_lowercase().replace(' ', "_"),
                spelling.replace(' ', "\n  "),
                spelling.replace(' ', "").replace('/', " / "),
                spelling.replace('\'', "’").replace('e', "e\u{301}"),
            ];
            for label in typed {
                assert_eq!(Name::find(&label), Some(name), "{label:?}");
                let template = ready(&format!("[{label}]"));
                assert_eq!((template.names(), template.blanks().len()), (vec![name], 0), "{label:?}");
                let filled = template.fill(&Values::new().with(name, "x"));
                assert_eq!(filled.as_deref(), Ok("x"), "{label:?}");
            }
        }
    }
}

/// Fails when what a bracket shows is not what it is found by.
#[test]
fn a_name_is_written_as_a_template_has_it() {
    assert_eq!(Name::Team.to_string(), "[Team/Role]");
    assert!(Name::ALL.iter().all(|&name| Name::find(name.label()) == Some(name)));
    assert_eq!(Name::find("short description"), None);
}
