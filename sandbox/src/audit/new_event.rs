//! Audit events before they are stored: activity, initiator, targets and changes.

use uuid::Uuid;

use super::activity::Activity;
use crate::directory::{Group, GroupKind, Object, User};

/// `initiatedBy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Initiator {
    User {
        id: Uuid,
        name: String,
        upn: String,
    },
    /// A guest who redeems an invitation, before the directory has them as a user who signed in.
    Address(String),
    App {
        id: Option<String>,
        name: String,
    },
}

impl Initiator {
    pub(crate) fn user(user: &User) -> Self {
        Self::User { id: user.id, name: user.display_name.clone(), upn: user.upn.clone() }
    }

    /// The application that adds guests to the directory [observed].
    pub(super) fn worker() -> Self {
        Self::App { id: None, name: "Microsoft B2B Admin Worker".into() }
    }
}

/// `targetResources[].type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TargetKind {
    User,
    Group { unified: bool },
    ServicePrincipal,
    Policy,
}

/// One of `targetResources`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) kind: TargetKind,
    /// `None` when an invitation failed: there is no user.
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) upn: Option<String>,
    pub(crate) changes: Vec<Change>,
}

/// One of `modifiedProperties`. The values are JSON in strings, as the service writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) name: String,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
}

/// `result` and `resultReason`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Failure(String),
}

/// An event that is not stored yet; `Audit::record` adds id, time and initiator.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent {
    pub(super) activity: Activity,
    pub(super) targets: Vec<Target>,
    pub(super) details: Vec<(&'static str, String)>,
    pub(super) outcome: Outcome,
}

impl Target {
    fn new(kind: TargetKind, id: Option<String>, name: Option<&str>) -> Self {
        Self { kind, id, name: name.map(str::to_owned), upn: None, changes: Vec::new() }
    }
}

impl NewEvent {
    fn new(activity: Activity, targets: Vec<Target>) -> Self {
        Self { activity, targets, details: Vec::new(), outcome: Outcome::Success }
    }

    pub(crate) fn to_user(activity: Activity, user: &User) -> Self {
        let target = Target::new(TargetKind::User, Some(user.id.to_string()), Some(&user.display_name));
        Self::new(activity, vec![Target { upn: Some(user.upn.clone()), ..target }])
    }

    /// An address that did not become a user.
    pub(crate) fn to_address(activity: Activity, address: &str) -> Self {
        Self::new(activity, vec![Target::new(TargetKind::User, None, Some(address))])
    }

    pub(crate) fn to_policy(activity: Activity, id: &str, name: &str) -> Self {
        Self::new(activity, vec![Target::new(TargetKind::Policy, Some(id.to_owned()), Some(name))])
    }

    pub(crate) fn to_app(activity: Activity, principal: Uuid, name: &str) -> Self {
        let target = Target::new(TargetKind::ServicePrincipal, Some(principal.to_string()), Some(name));
        Self::new(activity, vec![target])
    }

    /// A membership. The first target is the member, with the group in its changed properties; the second is the group
    /// [observed].
    pub(crate) fn to_member(activity: Activity, member: &User, group: &Group) -> Self {
        let (id, name) = (format!("\"{}\"", group.id), format!("\"{}\"", group.display_name));
        let mut new_event = Self::to_user(activity, member);
        for (property, value) in [("Group.ObjectID", id), ("Group.DisplayName", name)] {
            new_event = if activity == Activity::RemoveMember {
                new_event.changed(property, Some(value), None)
            } else {
                new_event.changed(property, None, Some(value))
            };
        }
        let unified = group.kind == GroupKind::Unified;
        new_event.targets.push(Target::new(TargetKind::Group { unified }, Some(group.id.to_string()), None));
        new_event
    }

    /// Adds the user or group whom the event concerns besides its first target.
    pub(crate) fn about(mut self, object: &Object) -> Self {
        self.targets.push(match object {
            Object::User(user) => {
                let id = Some(user.id.to_string());
                let target = Target::new(TargetKind::User, id, Some(&user.display_name));
                Target { upn: Some(user.upn.clone()), ..target }
            }
            Object::Group(group) => {
                let kind = TargetKind::Group { unified: group.kind == GroupKind::Unified };
                Target::new(kind, Some(group.id.to_string()), Some(&group.display_name))
            }
        });
        self
    }

    pub(crate) fn failed(self, reason: String) -> Self {
        Self { outcome: Outcome::Failure(reason), ..self }
    }

    /// Adds a changed property to the first target.
    pub(crate) fn changed(mut self, name: &str, old: Option<String>, new: Option<String>) -> Self {
        if let Some(target) = self.targets.first_mut() {
            target.changes.push(Change { name: name.to_owned(), old, new });
        }
        self
    }

    pub(crate) fn detail(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.details.push((key, value.into()));
        self
    }

    /// The change of `externalUserState` to Accepted, which the log shows as "Update user" [observed].
    pub(crate) fn accepted(guest: &User) -> Self {
        Self::to_user(Activity::UpdateUser, guest)
            .changed("UserState", Some("[\"PendingAcceptance\"]".into()), Some("[\"Accepted\"]".into()))
            .changed("Included Updated Properties", None, Some("\"UserState\"".into()))
    }

    /// "Redeem external user invite". The name of its target lists UPN, mail and invitation [observed].
    pub(crate) fn redeemed(guest: &User, invitation: Option<Uuid>, source: &str) -> Self {
        let mut new_event = Self::to_user(Activity::RedeemInvite, guest);
        let mail = guest.mail.as_deref().unwrap_or_default();
        let invitation = invitation.map_or_else(String::new, |id| id.to_string());
        if let Some(target) = new_event.targets.first_mut() {
            let name =
                format!("UPN: {}, Email: {mail}, InvitationId: {invitation}, Source: {source}", guest.upn);
            target.name = Some(name);
        }
        new_event
    }
}
