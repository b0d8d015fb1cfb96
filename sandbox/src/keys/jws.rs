//! Verifies JSON web signatures of others with their public keys.
//!
//! Knows RS256, PS256 and ES256. Must not know what a token is for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa;
use rsa::sha2::Sha256;
use rsa::signature::Verifier as _;
use rsa::{BigUint, RsaPublicKey, pkcs1v15, pss};
use serde_json::Value;

/// A parsed token. Its content is not trustworthy before [`Jws::is_signed_by`].
pub(crate) struct Jws<'a> {
    pub(crate) header: Value,
    pub(crate) claims: Value,
    input: &'a str,
    signature: Vec<u8>,
}

#[derive(Clone)]
pub(crate) enum PublicKey {
    Rsa(RsaPublicKey),
    P256(ecdsa::VerifyingKey),
}

impl<'a> Jws<'a> {
    pub(crate) fn read(token: &'a str) -> Option<Self> {
        let (input, signature) = token.rsplit_once('.')?;
        let (header, claims) = input.split_once('.')?;
        let part = |text: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok();
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        Some(Self { header: part(header)?, claims: part(claims)?, input, signature })
    }

    /// A string in the header; empty when it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        text(&self.header, name)
    }

    /// A string claim; empty when it is missing.
    pub(crate) fn claim(&self, name: &str) -> &str {
        text(&self.claims, name)
    }

    /// A date claim, in seconds since 1970.
    pub(crate) fn timestamp(&self, name: &str) -> Option<i64> {
        let value = self.claims.get(name)?;
        value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
    }

    /// Whether the key made this signature, by the algorithm in the header. `none` and symmetric algorithms never match
    /// a key.
    pub(crate) fn is_signed_by(&self, key: &PublicKey) -> bool {
        let input = self.input.as_bytes();
        match (self.header("alg"), key) {
            ("RS256", PublicKey::Rsa(key)) => pkcs1v15::Signature::try_from(self.signature.as_slice())
                .is_ok_and(|signature| {
                    pkcs1v15::VerifyingKey::<Sha256>::new(key.clone()).verify(input, &signature).is_ok()
                }),
            ("PS256", PublicKey::Rsa(key)) => {
                pss::Signature::try_from(self.signature.as_slice()).is_ok_and(|signature| {
                    pss::VerifyingKey::<Sha256>::new(key.clone()).verify(input, &signature).is_ok()
                })
            }
            ("ES256", PublicKey::P256(key)) => ecdsa::Signature::from_slice(&self.signature)
                .is_ok_and(|signature| key.verify(input, &signature).is_ok()),
            (_, PublicKey::Rsa(_) | PublicKey::P256(_)) => false,
        }
    }
}

impl PublicKey {
    /// Parses a JSON web key. `None` for unsupported types and invalid keys.
    pub(crate) fn from_jwk(jwk: &Value) -> Option<Self> {
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(jwk, name)).ok();
        match (text(jwk, "kty"), text(jwk, "crv")) {
            ("RSA", _) => {
                let number = |name| Some(BigUint::from_bytes_be(&bytes(name)?));
                RsaPublicKey::new(number("n")?, number("e")?).ok().map(Self::Rsa)
            }
            ("EC", "P-256") => {
                let mut point = vec![4];
                point.extend(bytes("x")?);
                point.extend(bytes("y")?);
                ecdsa::VerifyingKey::from_sec1_bytes(&point).ok().map(Self::P256)
            }
            _ => None,
        }
    }
}

fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests;
