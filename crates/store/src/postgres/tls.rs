//! How the way to PostgreSQL is protected: what `sslmode` and `sslrootcert` of its address say, with libpq's meaning of
//! them (PostgreSQL's documentation, section 34.19 "SSL Support").
//!
//! | `sslmode` | encrypted | whose certificate |
//! |---|---|---|
//! | `disable` | never | |
//! | `prefer` (without one said), `allow` | where the server can | not looked at |
//! | `require` | always | not looked at; with `sslrootcert` as `verify-ca` |
//! | `verify-ca` | always | of an authority that is trusted |
//! | `verify-full` | always | the same, and made out to this host |
//!
//! Trusted are the authorities in the PEM file `sslrootcert`, or where none is named those of the system.

use crate::StoreError;
use postgres::Config;
use postgres::config::SslMode;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What an address says about the way there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    mode: Option<String>,
    authorities: Option<String>,
}

/// Takes out of an address what is said about TLS, which the client's own parser knows a part of.
pub(super) fn wanted(url: &str) -> (String, Wanted) {
    let Some((base, query)) = url.split_once('?') else { return (url.to_owned(), Wanted::default()) };
    let mut wanted = Wanted::default();
    let rest: Vec<&str> = query
        .split('&')
        .filter(|part| match part.split_once('=') {
            Some(("sslmode", mode)) => {
                wanted.mode = Some(mode.to_owned());
                false
            }
            Some(("sslrootcert", path)) => {
                wanted.authorities = Some(decoded(path));
                false
            }
            _ => true,
        })
        .collect();
    let rest = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    (rest, wanted)
}

/// Percent-encoding undone (RFC 3986, section 2.1).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let code = more.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// How far a certificate is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    Nothing,
    Authority,
    Host,
}

/// Sets the mode, and makes what connects so.
pub(super) fn connector(config: &mut Config, wanted: &Wanted) -> Result<MakeRustlsConnect, StoreError> {
    let (mode, check) = match wanted.mode.as_deref() {
        Some("disable") => (SslMode::Disable, Check::Nothing),
        None | Some("prefer" | "allow") => (SslMode::Prefer, Check::Nothing),
        Some("require") if wanted.authorities.is_none() => (SslMode::Require, Check::Nothing),
        Some("require" | "verify-ca") => (SslMode::Require, Check::Authority),
        Some("verify-full") => (SslMode::Require, Check::Host),
        Some(other) => {
            return Err(StoreError::Setup(format!(
                "“{other}” is no sslmode. There are disable, prefer, require, verify-ca and verify-full."
            )));
        }
    };
    config.ssl_mode(mode);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trusted = match check {
        Check::Nothing => None,
        Check::Authority | Check::Host => Some(trusted(wanted.authorities.as_deref(), &provider)?),
    };
    let verifier = Looking { check, trusted, provider: Arc::clone(&provider) };
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(tls))
}

fn trusted(
    authorities: Option<&str>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, StoreError> {
    let Some(path) = authorities else {
        return Ok(Arc::new(Verifier::new(Arc::clone(provider)).map_err(|error| unusable(&error))?));
    };
    let unreadable = |why: &dyn std::fmt::Display| {
        StoreError::Setup(format!("The certificates in {path} (sslrootcert) cannot be used: {why}."))
    };
    let mut roots = RootCertStore::empty();
    for found in CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))? {
        roots.add(found.map_err(|error| unreadable(&error))?).map_err(|error| unreadable(&error))?;
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
    Ok(verifier.build().map_err(|error| unreadable(&error))?)
}

fn unusable(error: &rustls::Error) -> StoreError {
    StoreError::Setup(format!(
        "The way to PostgreSQL cannot be protected: {error}. Install ca-certificates, or name the server's authority \
         with sslrootcert."
    ))
}

/// Looks at a certificate as far as is wanted. That the server holds its key is always looked at.
#[derive(Debug)]
struct Looking {
    check: Check,
    trusted: Option<Arc<dyn ServerCertVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Looking {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(trusted) = &self.trusted else { return Ok(ServerCertVerified::assertion()) };
        let judged = trusted.verify_server_cert(certificate, between, host, ocsp, now);
        let other_host = CertificateError::NotValidForName;
        match judged {
            // The name is judged last, so everything else about it was right.
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.check == Check::Authority => Ok(ServerCertVerified::assertion()),
            Err(rustls::Error::InvalidCertificate(CertificateError::NotValidForNameContext { .. })) => {
                Err(rustls::Error::InvalidCertificate(other_host))
            }
            judged => judged,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when a setting of ours reaches the client's parser, which knows no `verify-full`, or when another is lost.
    #[test]
    fn what_an_address_says_about_tls_is_taken_out_of_it() {
        let url = "postgres://baton@db.example/baton?sslmode=verify-full&options=-c%20x%3D1&sslrootcert=%2Fetc%2Fca.pem";
        let (rest, said) = wanted(url);
        assert_eq!(rest, "postgres://baton@db.example/baton?options=-c%20x%3D1");
        assert_eq!(said.mode.as_deref(), Some("verify-full"));
        assert_eq!(said.authorities.as_deref(), Some("/etc/ca.pem"));
        assert_eq!(wanted("postgres://h/d?sslmode=require").0, "postgres://h/d");
        assert_eq!(wanted("postgres://h/d").1, Wanted::default());
    }
}
