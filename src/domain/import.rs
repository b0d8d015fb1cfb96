//! Lists of guests from pasted text and files, for bulk invitations: from text to rows that are checked.
//!
//! The way of a list: [`source`] says what a file is and how it is encoded. [`importer`] reads the text into a
//! [`table`], in slices that never block a page: either [`records`] in a [`dialect`], or [`people`] in free text.
//! [`recognition`] finds out what the [`columns`] hold. [`row_check`] makes an `InvitationDraft` of each row, with the
//! form's own checks. [`list`] keeps the rows, with corrections and duplicates, and says what will become of each.
//! [`result`] writes what became of them, as a list that can be read again.
//!
//! Must not know where a text is from, nor how a problem is worded. Nothing that was pasted is dropped: a line is a row, or
//! it is counted as something that is no row.

pub mod address_index;
pub mod address_shape;
pub mod cell_values;
mod changes;
pub mod columns;
pub mod dialect;
pub mod edit;
pub mod encoding;
pub mod formula_mark;
pub mod guest_choices;
pub mod header_words;
pub mod importer;
pub mod list;
pub mod own_columns;
pub mod people;
pub mod reading;
pub mod recognition;
pub mod records;
pub mod result;
pub mod row_check;
pub mod source;
pub mod table;
pub mod to_send;
pub mod verdict;
