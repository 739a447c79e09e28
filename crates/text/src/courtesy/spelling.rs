//! Words as they are typed in a hurry or with feeling: "thaaaanks", "okkk", "thnaks".

use rustc_hash::FxHashMap;

/// What is known about the spelling of a vocabulary.
pub(super) struct Spelling {
    /// Each word by its letters without repeats.
    by_letters: FxHashMap<String, String>,
    /// Words by their misspellings.
    misspelt: FxHashMap<&'static str, &'static str>,
}

impl Spelling {
    /// `misspelt` has a line for each word: the word, a colon, and its misspellings.
    pub(super) fn new<'a>(vocabulary: impl Iterator<Item = &'a str>, misspelt: &'static str) -> Self {
        let mut by_letters: FxHashMap<String, String> = FxHashMap::default();
        for word in vocabulary {
            let best = by_letters.entry(without_repeats(word)).or_default();
            // "good" before "god", "too" before "to": whoever stretches a letter finds it doubled more often.
            if (word.len(), word) > (best.len(), best.as_str()) {
                word.clone_into(best);
            }
        }
        let misspelt = misspelt
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(": "))
            .flat_map(|(word, wrong)| wrong.split(' ').map(move |wrong| (wrong, word)))
            .collect();
        Self { by_letters, misspelt }
    }

    /// A word that is not known, in its usual spelling.
    pub(super) fn corrected(&self, word: &str) -> Option<&str> {
        let stretched = || self.by_letters.get(&without_repeats(word)).map(String::as_str);
        self.misspelt.get(word).copied().or_else(|| is_stretched(word).then(stretched)?)
    }
}

/// Whether a letter stands three times, the last one twice, or a vowel twice that words do not double: "supper" is not
/// "super".
fn is_stretched(word: &str) -> bool {
    let mut before = [None; 2];
    let mut last_doubled = false;
    for c in word.chars() {
        last_doubled = before[1] == Some(c);
        if last_doubled && (before[0] == Some(c) || matches!(c, 'a' | 'i' | 'u')) {
            return true;
        }
        before = [before[1], Some(c)];
    }
    last_doubled
}

fn without_repeats(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}
