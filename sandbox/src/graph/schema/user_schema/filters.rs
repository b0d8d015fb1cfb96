//! Filter operators that several properties of users have in common.
//!
//! [documented] Sources are Microsoft's table of filter operators (`filter-directory-objects.md`) and the descriptions
//! of the properties in the OpenAPI file (2026). An operator of the table works as the table says. [inferred] An
//! operator that only the description lists needs the advanced query, because the description does not say whether it
//! does. [documented] `endsWith` is for `mail`, `otherMails`, `proxyAddresses` and `userPrincipalName` only.

use crate::odata::entity::Capability::{self, Eq, Ge, In, Le, Ne, Not, Null, StartsWith};

/// Operators in all queries, and those in advanced queries only.
type Filters = (&'static [Capability], &'static [Capability]);

pub(super) const EQUAL: &[Capability] = &[Eq, In];
pub(super) const NE_NOT: &[Capability] = &[Ne, Not];
pub(super) const NE_NOT_NULL: &[Capability] = &[Ne, Not, Null];

/// Names and places. Null needs the advanced query.
pub(super) const DETAIL: Filters = (&[Eq, Ge, Le, In, StartsWith], NE_NOT_NULL);
/// Texts that can be filtered in advanced queries only.
pub(super) const LATE: Filters = (&[], &[Eq, Ne, Not, Ge, Le, In, StartsWith, Null]);
/// The same without texts and null.
pub(super) const LATE_VALUES: &[Capability] = &[Eq, Ne, Not, Ge, Le, In];
pub(super) const DATES: Filters = (&[Eq, Ge, Le], &[Ne, Not, In]);
