//! The letters that stand in a ring: two capitals for a person, a capital and a small one for a queue.

/// Two capitals for a person: first letters of the first and the last word of the name.
///
/// A single word gives its first two letters. Accents stay ("Álvaro Núñez" is ÁN). What is not a
/// letter is passed over; a name without any letter gives "?".
///
/// ```
/// assert_eq!(baton_pages::letters::initials("Chris Bell"), "CB");
/// ```
pub fn initials(name: &str) -> String {
    let words: Vec<&str> =
        name.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).collect();
    let letters: Vec<char> = match words.as_slice() {
        [] => return "?".into(),
        [only] => only.chars().filter(|c| c.is_alphabetic()).take(2).collect(),
        [first, .., last] => [first, last].iter().filter_map(|word| first_letter(word)).collect(),
    };
    letters.into_iter().map(capital).collect()
}

fn first_letter(word: &str) -> Option<char> {
    word.chars().find(|c| c.is_alphabetic())
}

/// One capital: letters whose capital form is several (ß becomes SS) stay as they are.
fn capital(letter: char) -> char {
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

/// Letters for the queues of a workspace, in the same order: unique, and easy to tell apart.
///
/// A capital and a small letter of the name, the best that is free: the first of a later word, the
/// second letter, one that begins a syllable, any other, at last a digit. Never a small l or a
/// capital I, which look alike, and never a pair that reads as a word.
///
/// ```
/// let names = ["Front desk", "Scheduling", "Billing", "Memberships", "Sales", "On call"];
/// assert_eq!(baton_pages::letters::queue_letters(&names), ["Fd", "Sc", "Bg", "Mb", "Sa", "Oc"]);
/// ```
pub fn queue_letters<S: AsRef<str>>(names: &[S]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let free = pairs(name.as_ref()).into_iter().find(|pair| !taken.contains(pair));
        taken.push(free.unwrap_or_else(|| numbered(&taken)));
    }
    taken
}

/// Pairs that would be read as a word.
const WORDS: [&str; 24] = [
    "Ah", "Am", "An", "As", "At", "Be", "Bi", "By", "Do", "Eh", "Go", "He", "Hi", "Me", "My", "No", "Of",
    "Oh", "On", "Or", "So", "To", "Us", "We",
];

/// Every pair for a name, the best first.
fn pairs(name: &str) -> Vec<String> {
    let words: Vec<Vec<char>> = name
        .split_whitespace()
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>())
        .filter(|word| !word.is_empty())
        .collect();
    let Some((first, later)) = words.split_first() else { return Vec::new() };
    let head = Some(capital(first[0])).filter(|c| *c != 'I').unwrap_or('Q');
    let heads = later.iter().map(|word| word[0]);
    let syllables =
        first.windows(2).skip(1).filter(|pair| !is_vowel(pair[0]) && !is_vowel(pair[1])).map(|pair| pair[1]);
    let rest = words.iter().flatten().copied().skip(1);
    heads
        .chain(first.get(1).copied())
        .chain(syllables)
        .chain(rest)
        .flat_map(char::to_lowercase)
        .filter(|c| *c != 'l')
        .chain('2'..='9')
        .map(|second| format!("{head}{second}"))
        .filter(|pair| !WORDS.contains(&pair.as_str()))
        .collect()
}

fn is_vowel(letter: char) -> bool {
    matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u')
}

/// What is left when every pair of a name is taken.
fn numbered(taken: &[String]) -> String {
    (10..=u32::MAX).map(|n| format!("Q{n}")).find(|letters| !taken.contains(letters)).unwrap_or_default()
}
