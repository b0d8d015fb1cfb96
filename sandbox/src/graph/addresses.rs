//! Who has a mail address.

use uuid::Uuid;

use crate::directory::{DeletionState, Directory, User};

/// Another object than `own` with this mail address: addresses are unique among users, groups and contacts
/// [documented].
pub(super) fn owner(directory: &Directory, mail: &str, own: Uuid) -> Option<Uuid> {
    let same = |other: &str| other.eq_ignore_ascii_case(mail);
    let group = || directory.groups.iter().find(|group| group.mail.as_deref().is_some_and(same));
    let contact = || directory.contacts.iter().find(|contact| same(contact.mail.as_str()));
    let user = match directory.user_by_address(mail) {
        // The index has one user for an address. An address in `otherMails` may be that of another user too.
        Some(user) if user.id == own => {
            directory.users().iter().find(|user| user.id != own && has(user, mail)).map(|user| user.id)
        }
        user => user.map(|user| user.id),
    };
    user.or_else(|| group().map(|group| group.id)).or_else(|| contact().map(|contact| contact.id))
}

fn has(user: &User, mail: &str) -> bool {
    let present = user.deletion_state == DeletionState::Present;
    present && user.addresses().any(|address| address.eq_ignore_ascii_case(mail))
}

/// Another object with the mail or a proxy address of this user.
pub(super) fn rival(directory: &Directory, user: &User) -> Option<Uuid> {
    let proxies = user.proxy_addresses.iter().filter_map(|proxy| proxy.split_once(':'));
    let mut own = user.mail.as_deref().into_iter().chain(proxies.map(|(_, address)| address));
    own.find_map(|address| owner(directory, address, user.id))
}
