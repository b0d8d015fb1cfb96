//! Client certificates: their thumbprints and public keys.
//!
//! Issuer and dates are not checked. Entra checks the dates only; certificates in tests are made for one run.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::RsaPublicKey;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::sha2::{Digest as _, Sha256};
use sha1::Sha1;
use x509_cert::der::{DecodePem as _, Encode as _};

use crate::keys::jws::PublicKey;

#[derive(Clone)]
pub(crate) struct Certificate {
    /// `x5t`: SHA-1 of the DER, in base64url.
    pub(crate) x5t: String,
    /// `x5t#S256`: SHA-256 of the DER, in base64url.
    pub(crate) x5t_s256: String,
    pub(crate) key: PublicKey,
}

impl Certificate {
    /// Reads the first certificate of a PEM file.
    pub(crate) fn from_pem(pem: &str) -> Result<Self, String> {
        let refused = |problem: &dyn std::fmt::Display| format!("certificates: {problem}");
        let certificate =
            x509_cert::Certificate::from_pem(pem.trim()).map_err(|problem| refused(&problem))?;
        let der = certificate.to_der().map_err(|problem| refused(&problem))?;
        let spki = certificate.tbs_certificate.subject_public_key_info.to_der();
        let spki = spki.map_err(|problem| refused(&problem))?;
        let key = RsaPublicKey::from_public_key_der(&spki).map_err(|problem| refused(&problem))?;
        Ok(Self {
            x5t: URL_SAFE_NO_PAD.encode(Sha1::digest(&der)),
            x5t_s256: URL_SAFE_NO_PAD.encode(Sha256::digest(&der)),
            key: PublicKey::Rsa(key),
        })
    }
}
