//! `microsoft.graph.directoryRole`.

use uuid::Uuid;

use crate::directory::Role;
use crate::odata::entity::Use::{Eq, In};
use crate::odata::entity::{Entity, Field, Kind, Property};

impl Entity for Role {
    const RESOURCE: &'static str = "DirectoryRole";
    const TYPE: &'static str = "microsoft.graph.directoryRole";

    fn id(&self) -> Uuid {
        self.object_id()
    }

    const PROPERTIES: &'static [Property<Self>] = &[
        Property::plain("id", Kind::Text, |role| Field::text(role.object_id().to_string())),
        Property::plain("deletedDateTime", Kind::Opaque, |_| Field::Null),
        Property::plain("description", Kind::Text, |role| Field::text(role.description())),
        Property::plain("displayName", Kind::Text, |role| Field::text(role.display_name())),
        Property::filtered(
            "roleTemplateId",
            Kind::Text,
            |role| Field::text(role.template_id()),
            &[Eq, In],
            &[],
        ),
    ];
}
