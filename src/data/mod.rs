//! Columns as people know them: their schema, and cells of text made into values.

pub mod cell;
pub mod closest;
pub mod csv;
pub mod csv_columns;
pub mod labels;
pub mod schema;
pub mod table;

pub use cell::{Cell, Trouble};
pub use closest::closest;
pub use labels::{Label, Labels};
pub use schema::{Column, Kind, Schema};
pub use table::{Cells, Table};
