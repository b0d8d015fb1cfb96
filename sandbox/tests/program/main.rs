//! The program itself: it starts, says where it is, answers over real sockets, and stops.
#![cfg(feature = "host")]

#[cfg(test)]
mod ports;
#[cfg(test)]
mod running;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod trust;
