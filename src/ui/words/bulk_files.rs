//! Why a file or a text is no list of guests. Must not look at the file.

use crate::domain::import::source::{FileKind, LARGEST, MOST_ROWS, SourceProblem};
use crate::domain::import::table::NotRow;

use super::{Words, say};

/// In bytes.
const MEGABYTE: u64 = 1024 * 1024;

impl Words {
    /// Why nothing is read of a file or text, and what to do.
    #[must_use]
    pub fn source_problem(self, problem: SourceProblem) -> String {
        match problem {
            SourceProblem::Empty => say!(self, bulk.no_text),
            SourceProblem::TooLarge(bytes) => {
                say!(self, bulk.too_large, size = self.megabytes(bytes), most = self.megabytes(LARGEST))
            }
            SourceProblem::TooManyRows(rows) => {
                say!(self, bulk.too_many_rows, rows = self.number(rows), most = self.number(MOST_ROWS))
            }
            SourceProblem::NotAList(kind) => self.file_kind(kind),
        }
    }

    /// A size in whole megabytes. What is more than a whole one counts as one.
    #[must_use]
    pub fn megabytes(self, bytes: u64) -> String {
        self.number(usize::try_from(bytes.div_ceil(MEGABYTE)).unwrap_or(usize::MAX))
    }

    fn file_kind(self, kind: FileKind) -> String {
        match kind {
            FileKind::Workbook => say!(self, bulk.file_workbook),
            FileKind::OldOffice => say!(self, bulk.file_old_office),
            FileKind::OpenDocument => say!(self, bulk.file_open_document),
            FileKind::Archive => say!(self, bulk.file_archive),
            FileKind::Pdf => say!(self, bulk.file_pdf),
            FileKind::ContactCard => say!(self, bulk.file_contact_card),
            FileKind::Calendar => say!(self, bulk.file_calendar),
            FileKind::Json => say!(self, bulk.file_json),
            FileKind::Html => say!(self, bulk.file_html),
            FileKind::Xml => say!(self, bulk.file_xml),
            FileKind::RichText => say!(self, bulk.file_rich_text),
            FileKind::Image => say!(self, bulk.file_image),
            FileKind::Binary => say!(self, bulk.file_binary),
        }
    }

    /// What a line is that has no guest.
    #[must_use]
    pub fn not_row(self, why: NotRow) -> String {
        match why {
            NotRow::Separator => say!(self, bulk.line_separator),
            NotRow::TypeLine => say!(self, bulk.line_type),
            NotRow::Version => say!(self, bulk.line_version),
            NotRow::Comment => say!(self, bulk.line_comment),
            NotRow::Ruler => say!(self, bulk.line_ruler),
            NotRow::BeforeHeader => say!(self, bulk.line_title),
            NotRow::Header => say!(self, bulk.line_header),
            NotRow::RepeatedHeader => say!(self, bulk.line_repeated_header),
            NotRow::Example => say!(self, bulk.line_example),
        }
    }
}
