//! Training: a table becomes a pipeline.
