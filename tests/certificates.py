"""Certificates for tests, made on the spot: a small authority and what it signs, well or badly."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """Signs certificates into a folder; `file` is its own certificate, for SSL_CERT_FILE."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "authority.pem"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Test authority")
        built = _builder(self._name, self._name, self._key.public_key(), 0, 10)
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        signed = built.add_extension(constraints, critical=True).sign(self._key, hashes.SHA256())
        self.file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def context(self, host: str, first_day: int = -1, last_day: int = 10, self_signed: bool = False) -> ssl.SSLContext:
        """What a server needs to answer as `host` (an IP address or a name); days counted from today."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = _name(host) if self_signed else self._name
        built = _builder(_name(host), issuer, key.public_key(), first_day, last_day)
        try:
            alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            alternative = x509.DNSName(host)
        built = built.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        signed = built.sign(key if self_signed else self._key, hashes.SHA256())
        path = self.folder / f"{signed.serial_number}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, first_day: int, last_day: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=first_day, minutes=-5))
        .not_valid_after(now + timedelta(days=last_day))
    )
