//! Sign-ins of this run, and those of seeded users, which are derived from `last_sign_in`.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::event::{fractional, numbered};
use crate::directory::{Directory, User};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum App {
    Registered {
        id: String,
        name: String,
    },
    /// The app of the seeded sign-ins; its id is Microsoft's published one [inferred].
    MyApps,
    /// The app that redeems invitations [inferred].
    Redemption,
}

impl App {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Registered { id, .. } => id,
            Self::MyApps => "2793995e-0a7d-40d7-bd35-6968ba142197",
            Self::Redemption => "4660504c-45b3-4674-a709-71951a6b0763",
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Registered { name, .. } => name,
            Self::MyApps => "My Apps",
            Self::Redemption => "Microsoft Invitation Acceptance Portal",
        }
    }
}

/// The `ipAddress` of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClientAddress {
    Loopback,
    /// 203.0.113.0/24 (RFC 5737); the last byte.
    Documentation(u8),
}

#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) id: Uuid,
    pub(crate) at: Timestamp,
    pub(crate) user: Uuid,
    pub(crate) name: String,
    /// The mail of a guest, the user principal name of a member, in lower case: [observed].
    pub(crate) sign_in_name: String,
    pub(crate) app: App,
    client: ClientAddress,
}

impl SignIn {
    pub(super) fn on_loopback(number: usize, at: Timestamp, user: &User, app: App) -> Self {
        Self::new(numbered(number, 0x516e_0001), at, user, app, ClientAddress::Loopback)
    }

    fn new(id: Uuid, at: Timestamp, user: &User, app: App, client: ClientAddress) -> Self {
        let mail = user.mail.as_ref().filter(|_| user.is_external());
        let sign_in_name = mail.unwrap_or(&user.upn).to_lowercase();
        Self { id, at, user: user.id, name: user.display_name.clone(), sign_in_name, app, client }
    }

    pub(crate) fn correlation(&self) -> Uuid {
        Uuid::from_u128(self.id.as_u128().rotate_left(41) ^ 0xc0)
    }

    pub(crate) fn address(&self) -> String {
        match self.client {
            ClientAddress::Loopback => "127.0.0.1".into(),
            ClientAddress::Documentation(last) => format!("203.0.113.{last}"),
        }
    }
}

/// Up to three sign-ins for each seeded user, between `since` and `anchor`, in no order. The last one is
/// `last_sign_in`.
pub(super) fn seeded(
    directory: &Directory,
    since: Timestamp,
    anchor: Timestamp,
) -> impl Iterator<Item = SignIn> {
    directory.users().iter().flat_map(move |user| {
        let last = user.last_sign_in.filter(|last| *last < anchor);
        let seed = user.id.as_u128();
        let earlier = (0..=(seed % 3)).filter_map(move |step| {
            let back = SignedDuration::from_hours(
                i64::try_from(step).ok()? * (29 + i64::try_from(seed % 190).ok()?),
            );
            let at = last?.checked_sub(back).ok()?;
            let joined = user.state_changed.or(user.created).is_none_or(|joined| joined <= at);
            (at >= since && joined).then(|| {
                let id = Uuid::from_u128(seed.rotate_left(53) ^ (step << 100) ^ 0x516e);
                let at = fractional(at, id);
                let last_byte = user.id.as_bytes().last().copied().unwrap_or_default();
                SignIn::new(id, at, user, App::MyApps, ClientAddress::Documentation(last_byte))
            })
        });
        earlier.collect::<Vec<_>>()
    })
}
