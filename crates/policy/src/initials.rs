//! The two letters that stand for a queue where there is no room for its name.

use rustc_hash::FxHashSet;

/// Whether these are a capital and a small letter, none of which is easily taken for another: a small l and a capital
/// I look alike.
pub(crate) fn are_good(initials: &str) -> bool {
    let mut letters = initials.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(first), Some(second), None) => {
            first.is_uppercase() && first != 'I' && second.is_lowercase() && second != 'l'
        }
        _ => false,
    }
}

/// Good initials for a queue of that name that are not `taken`: of its words if it has several, else of its letters.
pub(crate) fn derived(name: &str, taken: &FxHashSet<String>) -> String {
    let letters = |word: &str| word.chars().filter(|letter| letter.is_alphabetic()).collect::<Vec<_>>();
    let firsts: Vec<char> =
        name.split_whitespace().filter_map(|word| letters(word).first().copied()).collect();
    let all = letters(name);
    pairs(&firsts)
        .chain(pairs(&all))
        .chain(('A'..='Z').flat_map(|first| ('a'..='z').map(move |second| format!("{first}{second}"))))
        .find(|initials| are_good(initials) && !taken.contains(initials))
        // Never: the alphabet alone has 625 good pairs, and a policy at most 500 queues.
        .unwrap_or_else(|| "Qq".to_owned())
}

/// Every pair of letters in their order, the first as a capital and the second small.
fn pairs(letters: &[char]) -> impl Iterator<Item = String> {
    let later = |at: usize| letters.iter().skip(at + 1);
    letters.iter().enumerate().flat_map(move |(at, first)| {
        later(at).map(move |second| first.to_uppercase().chain(second.to_lowercase()).collect())
    })
}
