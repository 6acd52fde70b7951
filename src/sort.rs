//! A heap sort. The standard library's sorts are faster and cost 16 KB of gzipped wasm
//! where they are used; nothing that ships sorts more than names, labels and issues.

/// Sorts in place by `less`; not stable.
///
/// ```
/// let mut words = ["pear", "apple", "fig"];
/// windowbox::sort::sort(&mut words, |a, b| a < b);
/// assert_eq!(words, ["apple", "fig", "pear"]);
/// ```
pub fn sort<T>(items: &mut [T], less: impl Fn(&T, &T) -> bool) {
    for root in (0..items.len() / 2).rev() {
        sift_down(items, root, &less);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        sift_down(&mut items[..end], 0, &less);
    }
}

fn sift_down<T>(heap: &mut [T], mut at: usize, less: &impl Fn(&T, &T) -> bool) {
    loop {
        let mut child = 2 * at + 1;
        if child >= heap.len() {
            return;
        }
        if child + 1 < heap.len() && less(&heap[child], &heap[child + 1]) {
            child += 1;
        }
        if !less(&heap[at], &heap[child]) {
            return;
        }
        heap.swap(at, child);
        at = child;
    }
}

/// Whether no two keys are equal.
pub fn distinct<'a>(keys: impl Iterator<Item = &'a [u8]>) -> bool {
    all_differ(&mut keys.collect::<Vec<_>>())
}

// Kept in one place: inlined into every check it would be there five times.
#[inline(never)]
fn all_differ(keys: &mut [&[u8]]) -> bool {
    sort(keys, |a, b| a < b);
    keys.windows(2).all(|pair| pair[0] != pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for n in 0..200u32 {
            let mut mine: Vec<u32> = (0..n).map(|i| i.wrapping_mul(2_654_435_761) % 50).collect();
            let mut theirs = mine.clone();
            sort(&mut mine, |a, b| a < b);
            theirs.sort_unstable();
            assert_eq!(mine, theirs);
        }
    }

    #[test]
    fn equal_keys_are_found() {
        assert!(distinct(["a", "b", ""].iter().map(|s| s.as_bytes())));
        assert!(!distinct(["a", "b", "a"].iter().map(|s| s.as_bytes())));
    }
}
