//! Tests of the program: it starts, prints its ready line, responds over real sockets, and stops.
#![cfg(feature = "host")]

#[cfg(test)]
mod ports;
#[cfg(test)]
mod running;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod trust;
