//! The tenant's signing key: RS256, as Entra uses, with its public JSON web key.
//!
//! Must not know what a token claims.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::{Signature, SigningKey as Signer, VerifyingKey};
use rsa::sha2::{Digest as _, Sha256};
use rsa::signature::{Keypair as _, SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

const BITS: usize = 2048;

/// The key could not be generated.
#[derive(Debug)]
pub struct KeyError(rsa::Error);

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the signing key could not be made: {}", self.0)
    }
}

impl std::error::Error for KeyError {}

/// The private key. No `Debug`, so that it cannot be logged.
#[derive(Clone)]
pub struct SigningKey {
    signer: Signer<Sha256>,
    verifier: VerifyingKey<Sha256>,
    id: String,
}

impl SigningKey {
    /// Generates a key; the same entropy gives the same key.
    pub fn generate(entropy: [u8; 32]) -> Result<Self, KeyError> {
        let private = RsaPrivateKey::new(&mut ChaCha20Rng::from_seed(entropy), BITS).map_err(KeyError)?;
        let id = URL_SAFE_NO_PAD.encode(Sha256::digest(private.n().to_bytes_be()));
        let signer = Signer::<Sha256>::new(private);
        let verifier = signer.verifying_key();
        Ok(Self { signer, verifier, id })
    }

    /// A signed JSON web token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_under(&Value::Null, claims)
    }

    /// The same with changed header members, for tests of tokens that clients must reject.
    pub(crate) fn sign_under(&self, change: &Value, claims: &Value) -> String {
        let mut header = json!({ "typ": "JWT", "alg": "RS256", "kid": self.id });
        if change.is_object() {
            crate::merge_patch::merge(&mut header, change);
        }
        let input = format!("{}.{}", encode(&header), encode(claims));
        let signature = self.signer.sign(input.as_bytes()).to_vec();
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The claims, if this key signed the token. Does not check the lifetime.
    pub(crate) fn verify(&self, token: &str) -> Option<Value> {
        let (input, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let signature = Signature::try_from(signature.as_slice()).ok()?;
        self.verifier.verify(input.as_bytes(), &signature).ok()?;
        let (_, claims) = input.split_once('.')?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }

    /// The public key as a JSON web key, with the members that Entra has.
    pub(crate) fn jwk(&self, issuer: &str) -> Value {
        let public = self.verifier.as_ref();
        json!({
            "kty": "RSA",
            "use": "sig",
            "kid": self.id,
            "n": URL_SAFE_NO_PAD.encode(public.n().to_bytes_be()),
            "e": URL_SAFE_NO_PAD.encode(public.e().to_bytes_be()),
            "issuer": issuer,
        })
    }
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The S256 code challenge of RFC 7636.
pub(crate) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// SHA-256 in base64url.
pub(crate) fn hash_bytes(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

/// A stable, opaque id from several parts, such as a pairwise subject.
pub(crate) fn hash_id(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(digest(parts))
}

/// The same as a UUID.
pub(crate) fn hash_uuid(parts: &[&str]) -> uuid::Uuid {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest(parts)).for_each(|(byte, from)| *byte = from);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn digest(parts: &[&str]) -> impl IntoIterator<Item = u8> + AsRef<[u8]> {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
        digest.update([0]);
    }
    digest.finalize()
}

#[cfg(test)]
mod tests;
