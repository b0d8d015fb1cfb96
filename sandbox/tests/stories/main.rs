//! Scenarios that call the library directly: each passes requests as values, reads the responses, and sets the clock.

#[cfg(test)]
mod app_registrations;
#[cfg(test)]
mod app_roles;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod batch;
#[cfg(test)]
mod blocked;
#[cfg(test)]
mod challenges;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod clouds;
#[cfg(test)]
mod conflicts;
#[cfg(test)]
mod consents;
#[cfg(test)]
mod control;
#[cfg(test)]
mod control_page;
#[cfg(test)]
mod daemon;
#[cfg(test)]
mod deleted_items;
#[cfg(test)]
mod delta;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod interruptions;
#[cfg(test)]
mod invitations;
#[cfg(test)]
mod issuers;
#[cfg(test)]
mod lengths;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod long_lists;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod neighbours;
#[cfg(test)]
mod operators;
#[cfg(test)]
mod options;
#[cfg(test)]
mod organization;
#[cfg(test)]
mod paths;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod prompts;
#[cfg(test)]
mod quotas;
#[cfg(test)]
mod record;
#[cfg(test)]
mod redeem_links;
#[cfg(test)]
mod redemption;
#[cfg(test)]
mod registrations;
#[cfg(test)]
mod replies;
#[cfg(test)]
mod resets;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod untidy;
#[cfg(test)]
mod users;
#[cfg(test)]
mod world;
#[cfg(test)]
mod writes;
