//! What tests of training ask for.
#![allow(dead_code)] // each test file uses a part of it

use indicatif::ProgressBar;
use windowbox_tools::train::{About, Estimate, Options, Request, Trained, Wish, train};

/// A request with the command's defaults.
pub fn request(target: &str, model: &str) -> Request {
    Request {
        wish: Wish { target: target.into(), ..Wish::default() },
        model: model.into(),
        options: Options::default(),
        seed: 0,
        estimate: Estimate::Folds(5),
        embed_rows: false,
        about: About { name: "test".into(), ..About::default() },
        written: vec![],
    }
}

/// Trains without a progress bar.
pub fn run(table: &str, request: &Request) -> Trained {
    train(table.as_bytes(), request, &ProgressBar::hidden()).unwrap()
}
