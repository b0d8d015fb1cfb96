//! `microsoft.graph.orgContact`.

use uuid::Uuid;

use crate::directory::Contact;
use crate::odata::entity::Capability::{Eq, In, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Property, Sort};

impl Entity for Contact {
    const RESOURCE: &'static str = "OrgContact";
    const TYPE: &'static str = "microsoft.graph.orgContact";
    const SEARCHABLE: bool = true;

    fn id(&self) -> Uuid {
        self.id
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::plain("id", Kind::String, |contact| Field::string(contact.id.to_string())),
        Property::null("deletedDateTime"),
        Property::plain("companyName", Kind::String, |contact| Field::string(contact.company)),
        // [documented] aad-advanced-queries.md
        Property::<Self>::filtered(
            "displayName",
            Kind::String,
            |contact| Field::string(contact.display_name.as_str()),
            &[Eq, In, StartsWith],
            &[],
        )
        .sorted(Sort::Advanced),
        Property::filtered(
            "mail",
            Kind::String,
            |contact| Field::string(contact.mail.as_str()),
            &[Eq, In, StartsWith],
            &[],
        ),
    ];
}
