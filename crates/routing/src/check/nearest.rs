//! The name that somebody most likely meant.

/// Names longer than this are not compared: the distance costs time by the product of both lengths.
const LONGEST: usize = 64;

/// The candidate nearest to a name, if one is near: about one slip in three letters.
pub(super) fn nearest<'f, 'c>(
    name: &str,
    candidates: impl Iterator<Item = (&'f str, &'c str)>,
) -> Option<&'c str> {
    let wanted: Vec<char> = name.chars().collect();
    if wanted.len() > LONGEST {
        return None;
    }
    let most = slips(wanted.len());
    candidates
        .filter_map(|(folded, shown)| {
            let letters: Vec<char> = folded.chars().take(LONGEST + 1).collect();
            let near = letters.len().abs_diff(wanted.len()) <= most;
            let distance = near.then(|| distance(&wanted, &letters)).filter(|distance| *distance <= most);
            distance.map(|distance| (distance, shown))
        })
        .min()
        .map(|(_, shown)| shown)
}

/// How many slips are one and the same name still: about one in three letters.
const fn slips(letters: usize) -> usize {
    if letters < 3 { 1 } else { (letters + 1) / 3 }
}

/// Letters to add, take out, change or swap with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(name: &str, candidates: &[&'static str]) -> Option<&'static str> {
        nearest(name, candidates.iter().map(|candidate| (*candidate, *candidate)))
    }

    #[test]
    fn one_slip_in_three_letters_is_near() {
        assert_eq!(near("schedulling", &["sales", "scheduling"]), Some("scheduling"));
        assert_eq!(near("slaes", &["sales", "scheduling"]), Some("sales"));
        assert_eq!(near("sails", &["sales", "scheduling"]), Some("sales"));
        assert_eq!(near("billing", &["sales", "scheduling"]), None);
        assert_eq!(near("", &["a"]), Some("a"));
    }

    #[test]
    fn the_distance_is_symmetric_and_nought_only_for_the_same() {
        let words: Vec<Vec<char>> =
            ["", "a", "ab", "ba", "abc", "cab", "acb"].iter().map(|word| word.chars().collect()).collect();
        for a in &words {
            for b in &words {
                assert_eq!(distance(a, b), distance(b, a));
                assert_eq!(distance(a, b) == 0, a == b);
            }
        }
        assert_eq!(distance(&['a', 'b'], &['b', 'a']), 1, "neighbours swapped are one slip");
    }
}
