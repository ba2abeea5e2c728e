"""Backups that only the owner of a key can read, in the format of age (age-encryption.org/v1).

A site has public keys alone, so that whoever breaks into it cannot read what it sent away.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

SUFFIX = ".age"


def recipients(keys: list[str]) -> list[Any]:
    """The public keys that BACKUP_RECIPIENTS names.  Raises CommandError."""
    if not keys:
        return []
    age = _age()
    try:
        return [age.x25519.Recipient.from_str(key) for key in keys]
    except age.RecipientError as error:
        raise CommandError(
            "BACKUP_RECIPIENTS is no public key of age, as in age1…: age-keygen prints one."
        ) from error


def encrypt(path: Path, to: list[Any]) -> Path:
    """Replace `path` by a file that `to` can read."""
    encrypted = path.with_name(f"{path.name}{SUFFIX}")
    encrypted.touch(mode=0o600)
    _age().encrypt_file(str(path), str(encrypted), to)
    path.unlink()
    return encrypted


@contextmanager
def decrypted(path: Path, key: str) -> Iterator[Path]:
    """A file with what `path` contains, for as long as it is used.  Raises CommandError."""
    age = _age()
    with tempfile.TemporaryDirectory(prefix="comity-") as folder:
        plain = Path(folder, "backup")
        try:
            age.decrypt_file(str(path), str(plain), [age.x25519.Identity.from_str(key.strip())])
        except age.IdentityError as error:
            raise CommandError(
                f"{path.name} is encrypted. Set BACKUP_IDENTITY to the secret key that belongs to "
                "BACKUP_RECIPIENTS, as in AGE-SECRET-KEY-1…"
            ) from error
        except age.DecryptError as error:
            raise CommandError(
                f"{path.name} is not encrypted for the key in BACKUP_IDENTITY ({error}). "
                "Nothing was restored."
            ) from error
        yield plain


def _age() -> Any:
    try:
        import pyrage  # noqa: PLC0415 -- only where backups are encrypted
    except ModuleNotFoundError as error:
        raise CommandError(
            "Encrypted backups need pyrage. Run: pip install -r requirements-production.txt"
        ) from error
    return pyrage
