//! Where a reason's rule stands in the policy: reasons, problems and the page of the policy count the same lines, those of
//! the whole document.

use baton_core::Why;

/// The lines of a policy's routing text, with their place in the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    lines: Vec<String>,
    /// The line of the document in which the first of them stands, from 1.
    first: u32,
}

impl Rules {
    /// Of a policy's source. None where the text is not written in lines of its own.
    pub(super) fn of(source: &str) -> Self {
        let lines: Vec<&str> = source.lines().collect();
        let section = lines.iter().position(|line| line.trim_start().starts_with("[routing]"));
        let text = section.and_then(|section| {
            let text = lines[section..].iter().position(|line| line.trim_start().starts_with("text"))?;
            Some(section + text)
        });
        // It ends with what it begins with: a line of it may begin with a quote or a bracket.
        let opens =
            |line: &str| ["\"\"\"", "'''"].into_iter().find(|quotes| line.trim_end().ends_with(quotes));
        let Some((first, quotes)) = text.and_then(|at| Some((at + 1, opens(lines[at])?))) else {
            return Self::default();
        };
        let mut rules = Vec::new();
        for line in &lines[first..] {
            let (rule, ended) = line.split_once(quotes).map_or((*line, false), |(rule, _)| (rule, true));
            if !(ended && rule.trim().is_empty()) {
                rules.push(rule.trim_end().to_owned());
            }
            if ended {
                break;
            }
        }
        Self { lines: rules, first: u32::try_from(first + 1).unwrap_or(u32::MAX) }
    }

    /// Where the branch stands, if it stands there still. A reason knows its line of the routing text as it was; the policy
    /// may have changed since, and one branch may stand there twice (ELSE does).
    fn place(&self, why: &Why) -> Option<usize> {
        let head = why.rule.lines().next()?.trim();
        let is_rule = |line: &String| {
            let line = line.trim();
            line == head || line.strip_prefix("ELSE ").is_some_and(|rest| rest.trim() == head)
        };
        let then = usize::try_from(why.line).ok()?.checked_sub(1)?;
        if self.lines.get(then).is_some_and(is_rule) {
            return Some(then);
        }
        self.lines.iter().position(is_rule)
    }

    /// The line of the document, from 1.
    pub(super) fn line(&self, why: &Why) -> Option<u32> {
        self.place(why).map(|place| self.number(place))
    }

    /// The branch with what it does, each with its line of the document.
    pub(super) fn shown(&self, why: &Why) -> Vec<(u32, &str)> {
        let Some(at) = self.place(why) else { return Vec::new() };
        let shown = self.lines[at..].iter().take(2).enumerate();
        shown.map(|(place, line)| (self.number(at + place), line.as_str())).collect()
    }

    fn number(&self, place: usize) -> u32 {
        self.first.saturating_add(u32::try_from(place).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "zone = \"America/New_York\"\n\n[routing]\ntext = \"\"\"\n# Who pays\nIF message contains \"vip\"\n  \
                          TAG vip\nELSE\n  TAG usual\nIF message contains \"price\"\n  ASSIGN to Sales queue\nELSE\n  ASSIGN \
                          to General queue\n\"\"\"\n\n[queues.Sales]\n";

    fn why(line: u32, rule: &str) -> Why {
        Why { because: String::new(), line, rule: rule.to_owned(), matched: Vec::new() }
    }

    /// Fails when a reason leads to another line of the document than its rule's: where two branches read alike, where the
    /// policy grew above it since, where a line begins with a quote, or where the rule is gone.
    #[test]
    fn a_reason_counts_the_lines_of_the_document() {
        let rules = Rules::of(POLICY);
        let line = |why: &Why| {
            let line = rules.line(why)?;
            POLICY.lines().nth(line as usize - 1)
        };
        assert_eq!(rules.line(&why(8, "ELSE")), Some(12));
        assert_eq!(rules.line(&why(4, "ELSE")), Some(8));
        assert_eq!(line(&why(6, "IF message contains \"price\"")), Some("IF message contains \"price\""));
        assert_eq!(rules.line(&why(1, "IF message contains \"price\"")), Some(10));
        assert_eq!(rules.line(&why(1, "IF message contains \"gone\"")), None);
        assert_eq!(rules.line(&why(0, "ELSE")), None);
        assert_eq!(rules.shown(&why(8, "ELSE")), [(12, "ELSE"), (13, "  ASSIGN to General queue")]);
        // A line that begins with a quote or a bracket ends nothing; the last one may stand before the closing quotes.
        let quoted = "[routing]\ntext = \"\"\"\nIF message contains \"vip\",\n  \"gold\"\n  TAG vip\nELSE\n  ASSIGN to A queue\"\"\"\n\n[queues.A]\n# ELSE\n";
        assert_eq!(Rules::of(quoted).shown(&why(4, "ELSE")), [(6, "ELSE"), (7, "  ASSIGN to A queue")]);
        assert_eq!(Rules::of(quoted).line(&why(8, "[queues.A]")), None);
        assert_eq!(Rules::of("[routing]\ntext = 'ELSE ASSIGN to A queue'").line(&why(1, "ELSE")), None);
    }
}
