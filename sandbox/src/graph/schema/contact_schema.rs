//! `microsoft.graph.orgContact`.

use uuid::Uuid;

use crate::directory::Contact;
use crate::odata::entity::Capability::{Eq, In, StartsWith};
use crate::odata::entity::{Entity, Field, Kind, Property};

impl Entity for Contact {
    const RESOURCE: &'static str = "OrgContact";
    const TYPE: &'static str = "microsoft.graph.orgContact";
    const SEARCH: &'static [&'static str] = &["displayName", "mail"];

    fn id(&self) -> Uuid {
        self.id
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::plain("id", Kind::String, |contact| Field::string(contact.id.to_string())),
        Property::plain("deletedDateTime", Kind::Opaque, |_| Field::Null),
        Property::plain("companyName", Kind::String, |contact| Field::string(contact.company)),
        Property::filtered(
            "displayName",
            Kind::String,
            |contact| Field::string(contact.display_name.as_str()),
            &[Eq, In, StartsWith],
            &[],
        ),
        Property::filtered(
            "mail",
            Kind::String,
            |contact| Field::string(contact.mail.as_str()),
            &[Eq, In, StartsWith],
            &[],
        ),
    ];
}
