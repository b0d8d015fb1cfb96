//! `microsoft.graph.directoryRole`.

use uuid::Uuid;

use crate::directory::Role;
use crate::odata::entity::Capability::{Eq, In};
use crate::odata::entity::{Entity, Field, Kind, Property};

impl Entity for Role {
    const RESOURCE: &'static str = "DirectoryRole";
    const TYPE: &'static str = "microsoft.graph.directoryRole";

    fn id(&self) -> Uuid {
        self.object_id()
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::plain("id", Kind::String, |role| Field::string(role.object_id().to_string())),
        Property::null("deletedDateTime"),
        Property::plain("description", Kind::String, |role| Field::string(role.description())),
        Property::plain("displayName", Kind::String, |role| Field::string(role.display_name())),
        Property::filtered(
            "roleTemplateId",
            Kind::String,
            |role| Field::string(role.template_id()),
            &[Eq, In],
            &[],
        ),
    ];
}
