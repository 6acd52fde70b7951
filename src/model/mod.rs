//! Models: numbers to margins. A model knows columns by position, never by name.
//!
//! To add a kind: one file, one row here, one feature.

pub mod clusters;
pub mod linear;
pub mod naive_bayes;
pub mod nearest;
pub mod svm;
pub mod trees;

pub use clusters::Clusters;
pub use linear::Linear;
pub use naive_bayes::NaiveBayes;
pub use nearest::Nearest;
pub use svm::Svm;
pub use trees::Trees;

crate::kinds! {
    /// A model.
    Model, "missing-model" {
        1 "linear" Linear(Linear) "linear model",
        2 "trees" Trees(Trees) "tree ensemble",
        3 "naive-bayes" NaiveBayes(NaiveBayes) "Gaussian naive Bayes",
        4 "nearest" Nearest(Nearest) "nearest neighbours",
        5 "svm" Svm(Svm) "support vector machine",
        6 "clusters" Clusters(Clusters) "clusters",
    }
}

impl Model {
    /// Whether the model is made of training rows, so that a reader of the file
    /// can read them back.
    pub fn holds_rows(&self) -> bool {
        match self {
            #[cfg(feature = "nearest")]
            Model::Nearest(_) => true,
            #[cfg(feature = "svm")]
            Model::Svm(_) => true,
            #[cfg(feature = "linear")]
            Model::Linear(_) => false,
            #[cfg(feature = "trees")]
            Model::Trees(_) => false,
            #[cfg(feature = "naive-bayes")]
            Model::NaiveBayes(_) => false,
            #[cfg(feature = "clusters")]
            Model::Clusters(_) => false,
        }
    }
}

impl Model {
    /// Training rows that came by each node, of a kind that can have them: for explanations.
    pub fn covers(&self) -> Option<&Vec<f64>> {
        match self {
            #[cfg(feature = "trees")]
            Model::Trees(trees) => Some(&trees.cover),
            #[allow(unreachable_patterns)]
            _ => None,
        }
    }

    /// The same, to be filled.
    pub fn covers_mut(&mut self) -> Option<&mut Vec<f64>> {
        match self {
            #[cfg(feature = "trees")]
            Model::Trees(trees) => Some(&mut trees.cover),
            #[allow(unreachable_patterns)]
            _ => None,
        }
    }
}
