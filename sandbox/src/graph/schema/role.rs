//! `microsoft.graph.directoryRole`.

use uuid::Uuid;

use crate::directory::Role;
use crate::odata::entity::Use::{Eq, In};
use crate::odata::entity::{Entity, Field, Kind, Row};

impl Entity for Role {
    const RESOURCE: &'static str = "DirectoryRole";
    const TYPE: &'static str = "microsoft.graph.directoryRole";

    fn id(&self) -> Uuid {
        self.object_id()
    }

    const ROWS: &'static [Row<Self>] = &[
        Row::plain("id", Kind::Text, |role| Field::text(role.object_id().to_string())),
        Row::plain("deletedDateTime", Kind::Opaque, |_| Field::Null),
        Row::plain("description", Kind::Text, |role| Field::text(role.description())),
        Row::plain("displayName", Kind::Text, |role| Field::text(role.display_name())),
        Row::filtered("roleTemplateId", Kind::Text, |role| Field::text(role.template_id()), &[Eq, In], &[]),
    ];
}
