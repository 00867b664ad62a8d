"""Signing: the platform's signature on its commits, in the SSH signature format.

簽章. Made in process with ed25519; ``git log --show-signature`` verifies it with the
allowed-signers file of the archive. Format: OpenSSH ``PROTOCOL.sshsig``, namespace ``git``,
SHA-512.
"""

import base64
import hashlib
import os
import struct
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
    load_ssh_public_key,
)

from records.errors import Problem

MAGIC = b"SSHSIG"
NAMESPACE = b"git"
HASH = b"sha512"
KIND = b"ssh-ed25519"
BEGIN = "-----BEGIN SSH SIGNATURE-----"
END = "-----END SSH SIGNATURE-----"
PRINCIPAL = "platform@hebao"


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _signed_part(payload: bytes) -> bytes:
    digest = hashlib.sha512(payload).digest()
    return MAGIC + _string(NAMESPACE) + _string(b"") + _string(HASH) + _string(digest)


def _key_blob(raw: bytes) -> bytes:
    return _string(KIND) + _string(raw)


class Signer:
    """Signs with the platform's private key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        """Hold a key; ``Signer.load`` and ``Signer.make`` find one."""
        self._key = key
        self._blob = _key_blob(key.public_key().public_bytes_raw())

    @classmethod
    def make(cls, path: Path) -> "Signer":
        """Make a new key and keep it where only the platform's account can read it."""
        key = Ed25519PrivateKey.generate()
        text = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return cls(key)

    @classmethod
    def load(cls, path: Path) -> "Signer":
        """Read the key that ``make`` kept. Raises Problem where it is missing or another kind."""
        try:
            key = load_ssh_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError) as unreadable:
            sentence = f"讀不到平臺的簽章金鑰 {path}，請由備份還原（hebao restore）。"
            raise Problem(sentence) from unreadable
        if not isinstance(key, Ed25519PrivateKey):
            sentence = f"平臺的簽章金鑰 {path} 不是 ed25519，請由備份還原。"
            raise Problem(sentence)
        return cls(key)

    @property
    def allowed(self) -> str:
        """The line of the allowed-signers file that trusts this key."""
        public = self._key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        return f'{PRINCIPAL} namespaces="git" {public.decode()}\n'

    def sign(self, payload: bytes) -> str:
        """Return the armoured signature of a commit without its ``gpgsig`` header."""
        signature = self._key.sign(_signed_part(payload))
        packed = b"".join(
            (
                MAGIC,
                struct.pack(">I", 1),
                _string(self._blob),
                _string(NAMESPACE),
                _string(b""),
                _string(HASH),
                _string(_string(KIND) + _string(signature)),
            )
        )
        text = base64.b64encode(packed).decode()
        lines = [text[at : at + 70] for at in range(0, len(text), 70)]
        return "\n".join((BEGIN, *lines, END))


class Verifier:
    """Knows the keys that the platform signed with, the present one and earlier ones."""

    def __init__(self, allowed_signers: str) -> None:
        """Read an allowed-signers file; lines of other kinds of keys are passed over."""
        self._keys: dict[bytes, Ed25519PublicKey] = {}
        for line in allowed_signers.splitlines():
            words = line.split()
            if KIND.decode() not in words[:-1] or line.startswith("#"):
                continue
            at = words.index(KIND.decode())
            try:
                key = load_ssh_public_key(" ".join(words[at : at + 2]).encode())
            except ValueError:
                continue
            if isinstance(key, Ed25519PublicKey):
                self._keys[_key_blob(key.public_bytes_raw())] = key

    def verify(self, payload: bytes, armoured: str) -> bool:
        """Tell whether one of the platform's keys signed the payload; never raises."""
        try:
            first, *body, last = armoured.split("\n")
            if (first, last) != (BEGIN, END):
                return False
            packed = base64.b64decode("".join(body), validate=True)
            if packed[:10] != MAGIC + struct.pack(">I", 1):
                return False
            blob, namespace, _, name, signature = _fields(packed[10:])
            kind, raw = _fields(signature)
            if (namespace, name, kind) != (NAMESPACE, HASH, KIND):
                return False
            self._keys[blob].verify(raw, _signed_part(payload))
        except (KeyError, ValueError, struct.error, InvalidSignature):
            return False
        return True


def _fields(packed: bytes) -> list[bytes]:
    fields, at = [], 0
    while at < len(packed):
        (size,) = struct.unpack_from(">I", packed, at)
        fields.append(packed[at + 4 : at + 4 + size])
        at += 4 + size
    return fields
