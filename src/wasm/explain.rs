//! The door's part for questions about an answer. A runtime without the feature `explain`
//! lacks these exports, which is how JavaScript knows.
