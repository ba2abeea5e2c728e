"""The database as one file, with its digest beside it: in a folder or in S3-compatible storage."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from moderation.management.backups import dumping, encryption, places

DIGEST = ".sha256"


def write(where: str) -> str:
    """Back the database up into a new file of the folder or bucket `where`; give its address.

    The file appears when it is complete, encrypted for whom BACKUP_RECIPIENTS names.  Raises
    CommandError.
    """
    recipients = encryption.recipients(settings.BACKUP_RECIPIENTS)
    place = places.at(where)
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    name = f"comity-{moment}{dumping.suffix()}"
    with place.drafts() as folder:
        draft = folder / name
        try:
            draft.touch(mode=0o600)
            dumping.dump(draft)
            if recipients:
                draft = encryption.encrypt(draft, recipients)
            place.put_text(f"{draft.name}{DIGEST}", f"{_digest(draft)}  {draft.name}\n")
            place.put(draft)
        except OSError as error:
            raise CommandError(f"Cannot write {place.address(name)}: {error.strerror}.") from error
    return place.address(draft.name)


def keep(where: str, number: int) -> None:
    """Delete all but the newest `number` backups of the folder or bucket `where`."""
    place = places.at(where)
    kinds = (dumping.suffix(), dumping.suffix() + encryption.SUFFIX)
    backups = sorted(n for n in place.names() if n.startswith("comity-") and n.endswith(kinds))
    for old in backups[:-number]:
        place.delete(f"{old}{DIGEST}")
        place.delete(old)


def restore(address: str) -> None:
    """Fill an empty database from the backup at `address`.  Raises CommandError."""
    where, _, name = address.rpartition("/")
    place = places.at(where or ("/" if address.startswith("/") else "."))
    with place.fetched(name) as path, place.fetched(f"{name}{DIGEST}") as digest:
        _verify(address, path, digest)
        if not name.removesuffix(encryption.SUFFIX).endswith(dumping.suffix()):
            raise CommandError(f"{address} is of another kind of database than DATABASE_URL names.")
        dumping.refuse_unless_empty()
        if name.endswith(encryption.SUFFIX):
            with encryption.decrypted(path, settings.BACKUP_IDENTITY) as plain:
                dumping.load(plain)
        else:
            dumping.load(path)


def _verify(address: str, path: Path, digest: Path) -> None:
    expected = found = None
    with suppress(OSError, IndexError):
        expected, found = digest.read_text().split()[0], _digest(path)
    if expected is None:
        raise CommandError(
            f"Cannot read {address} and {Path(address).name}{DIGEST}, which belong together."
        )
    if found != expected:
        raise CommandError(
            f"{address} is damaged: its SHA-256 is not the one beside it. Nothing was restored."
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
