//! TLS for the real host names: a CA made for this run, and the certificate that it signs.
//!
//! The CA's key stays in memory and is dropped after signing. The CA certificate is a file for clients, removed at the
//! end. Name constraints limit the CA to the names below.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose, NameConstraints,
};
use sandbox::Hosts;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A file that is deleted on drop.
pub(super) struct CaFile(PathBuf);

impl CaFile {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Creates a new file in the temporary directory; never overwrites one.
    fn write(pem: &str) -> Result<Self, String> {
        let mut unique = [0; 8];
        getrandom::fill(&mut unique).map_err(|problem| format!("no entropy: {problem}"))?;
        let name = format!("sandbox-ca-{:016x}.pem", u64::from_ne_bytes(unique));
        let path = std::env::temp_dir().join(name);
        let written = OpenOptions::new().write(true).create_new(true).open(&path);
        let written = written.and_then(|mut file: File| file.write_all(pem.as_bytes()));
        written.map_err(|problem| format!("cannot write {}: {problem}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for CaFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Makes the CA and the server certificate.
pub(super) fn prepare(now: Timestamp) -> Result<(TlsAcceptor, CaFile), String> {
    let message = |problem: rcgen::Error| format!("cannot make a certificate: {problem}");
    let names = || Hosts::mapped_names().chain(["localhost"]).map(str::to_owned);

    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Sandbox tenant, this run only");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let loopback = GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(Ipv4Addr::LOCALHOST.octets(), 32));
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: names().map(GeneralSubtree::DnsName).chain([loopback]).collect(),
        excluded_subtrees: Vec::new(),
    });
    valid_around(&mut params, now)?;
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().map_err(message)?).map_err(message)?;

    let all: Vec<_> = names().chain([Ipv4Addr::LOCALHOST.to_string()]).collect();
    let mut params = CertificateParams::new(all).map_err(message)?;
    params.distinguished_name.push(DnType::CommonName, "Sandbox tenant");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    valid_around(&mut params, now)?;
    let key = KeyPair::generate().map_err(message)?;
    let certificate = params.signed_by(&key, &ca).map_err(message)?;

    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|problem| problem.to_string())?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .map_err(|problem| problem.to_string())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((TlsAcceptor::from(Arc::new(config)), CaFile::write(&ca.pem())?))
}

/// Valid from yesterday, for clients whose clock is slow, for 90 days.
fn valid_around(params: &mut CertificateParams, now: Timestamp) -> Result<(), String> {
    let day = |moment: Timestamp| {
        let date = moment.to_zoned(TimeZone::UTC).date();
        Some(rcgen::date_time_ymd(
            date.year().into(),
            u8::try_from(date.month()).ok()?,
            u8::try_from(date.day()).ok()?,
        ))
    };
    let at = |moment: Result<Timestamp, jiff::Error>| {
        moment.ok().and_then(day).ok_or("the clock is out of bounds")
    };
    params.not_before = at(now.checked_sub(DAY))?;
    params.not_after = at(now.checked_add(DAY * 90))?;
    Ok(())
}
