//! Which property of a user may be filtered and ordered how: the service's table, as data.
//!
//! Source: Graph's "advanced queries on directory objects" and the property descriptions of its OpenAPI file (2026).
//! Rows marked inferred are not in either.

mod table;

use super::Problem;
use super::test::Kind;
use table::TABLE;

/// A property of users that queries know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Property {
    Id,
    UserType,
    ExternalUserState,
    ExternalUserStateChangeDateTime,
    CreationType,
    CreatedDateTime,
    DisplayName,
    GivenName,
    Surname,
    JobTitle,
    PreferredLanguage,
    UserPrincipalName,
    Mail,
    OtherMails,
    ProxyAddresses,
    CompanyName,
    AccountEnabled,
    Identities,
}

/// What a clause does with a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Eq,
    Ne,
    Not,
    In,
    Ge,
    Le,
    StartsWith,
    EndsWith,
    /// Comparison with `null`.
    Null,
    /// `any` over a collection.
    Any,
    /// `collection/$count`.
    Count,
}

/// One row: allowed always, allowed in advanced queries.
struct Row {
    property: Property,
    name: &'static str,
    kind: Kind,
    always: &'static [Use],
    advanced: &'static [Use],
}

fn find(property: Property) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.property == property)
}

impl Property {
    /// The property of that name, in any case as the service reads it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.property)
    }

    pub(crate) fn name(self) -> &'static str {
        find(self).map_or("", |row| row.name)
    }

    pub(crate) fn kind(self) -> Kind {
        find(self).map_or(Kind::Text, |row| row.kind)
    }

    /// Whether this use is allowed, given whether the query is advanced.
    pub(crate) fn allow(self, what: Use, advanced: bool) -> Result<(), Problem> {
        let Some(row) = find(self) else { return Err(Problem::Unsupported { name: String::new() }) };
        if row.always.contains(&what) || (advanced && row.advanced.contains(&what)) {
            Ok(())
        } else if !row.advanced.contains(&what) {
            Err(Problem::Unsupported { name: row.name.into() })
        } else if row.always.is_empty() {
            Err(Problem::NotIndexed)
        } else {
            Err(Problem::NeedsAdvanced)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Use::{Eq, Le, Ne};
    use super::*;

    #[test]
    fn every_property_has_one_row() {
        for row in TABLE {
            assert_eq!(
                TABLE.iter().filter(|other| other.property == row.property).count(),
                1,
                "{}",
                row.name
            );
            assert_eq!(Property::named(row.name), Some(row.property));
        }
    }

    #[test]
    fn the_change_date_takes_no_range_not_even_when_advanced() {
        let property = Property::ExternalUserStateChangeDateTime;
        let refused = Problem::Unsupported { name: "externalUserStateChangeDateTime".into() };
        assert_eq!(property.allow(Le, true), Err(refused));
        assert_eq!(property.allow(Eq, true), Ok(()));
        assert_eq!(property.allow(Eq, false), Err(Problem::NotIndexed));
    }

    #[test]
    fn ne_is_for_advanced_queries() {
        assert_eq!(Property::UserType.allow(Ne, false), Err(Problem::NeedsAdvanced));
        assert_eq!(Property::UserType.allow(Ne, true), Ok(()));
        assert_eq!(Property::CompanyName.allow(Eq, false), Err(Problem::NotIndexed));
    }
}
