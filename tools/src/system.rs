//! What the system says.

use std::io;

/// What went wrong, in the system's words, without the number that only this system has for it.
pub fn said(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error ").next().unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_a_system_is_said() {
        let missing = std::fs::read("no/such/file").unwrap_err();
        assert_eq!(said(&missing), "No such file or directory");
        assert_eq!(said(&io::Error::other("out of order")), "out of order");
    }
}
