"""Signing documents that leave the house: Ed25519, so that the same text has the same signature.

The private key stands beside the other keys (`signing.key`); whoever holds the public key that
`baoxue keys list` prints can check a document without this installation.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class Signer:
    """One installation's key."""

    def __init__(self, secret: bytes) -> None:
        """Take the 32 bytes of a private key."""
        self._key = Ed25519PrivateKey.from_private_bytes(secret)

    @property
    def public(self) -> str:
        """The public key, base64."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, content: bytes) -> str:
        """The signature of some bytes, base64."""
        return base64.b64encode(self._key.sign(content)).decode()


def is_signed(content: bytes, signature: str, public: str) -> bool:
    """Whether a signature of some bytes was made with the key of a public one."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """A public key as people compare it: 16 hexadecimal digits in groups of four."""
    digest = hashlib.sha256(public.encode()).hexdigest()[:16]
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
