"""Where backups lie: a folder of this machine, or a bucket of S3-compatible storage."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError


class Place(Protocol):
    """`drafts` is a folder for unfinished files; what is `put` appears whole or not at all.

    `fetched` is a file of this machine, for as long as it is used.
    """

    def address(self, name: str) -> str: ...
    def drafts(self) -> AbstractContextManager[Path]: ...
    def put(self, draft: Path) -> None: ...
    def put_text(self, name: str, text: str) -> None: ...
    def names(self) -> list[str]: ...
    def delete(self, name: str) -> None: ...
    def fetched(self, name: str) -> AbstractContextManager[Path]: ...


def at(where: str) -> Place:
    """The place that a folder or `s3://bucket/prefix` names.  Raises CommandError."""
    if not where.startswith("s3://"):
        return Folder(Path(where))
    parts = urlsplit(where)
    return Bucket(parts.netloc, parts.path.strip("/"))


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def address(self, name: str) -> str:
        return str(self.path / name)

    @contextmanager
    def drafts(self) -> Iterator[Path]:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # In the folder itself: what is renamed stays on one disk.
            folder = tempfile.TemporaryDirectory(prefix=".unfinished-", dir=self.path)
        except OSError as error:
            raise CommandError(f"Cannot write {self.path}: {error.strerror}.") from error
        with folder:
            yield Path(folder.name)

    def put(self, draft: Path) -> None:
        draft.replace(self.path / draft.name)

    def put_text(self, name: str, text: str) -> None:
        (self.path / name).write_text(text)

    def names(self) -> list[str]:
        return os.listdir(self.path)

    def delete(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    @contextmanager
    def fetched(self, name: str) -> Iterator[Path]:
        yield self.path / name


class Bucket:
    """A bucket at S3_ENDPOINT; every failure is a CommandError."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""
        with _failures_named():
            self.client = _client()

    def address(self, name: str) -> str:
        return f"s3://{self.bucket}/{self.prefix}{name}"

    @contextmanager
    def drafts(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="comity-") as folder:
            yield Path(folder)

    def put(self, draft: Path) -> None:
        with _failures_named():
            self.client.fput_object(self.bucket, self.prefix + draft.name, str(draft))

    def put_text(self, name: str, text: str) -> None:
        content = text.encode()
        with _failures_named():
            self.client.put_object(self.bucket, self.prefix + name, BytesIO(content), len(content))

    def names(self) -> list[str]:
        with _failures_named():
            found = self.client.list_objects(self.bucket, prefix=self.prefix)
            return [one.object_name.removeprefix(self.prefix) for one in found]

    def delete(self, name: str) -> None:
        with _failures_named():
            self.client.remove_object(self.bucket, self.prefix + name)

    @contextmanager
    def fetched(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="comity-") as folder:
            path = Path(folder, name)
            with _failures_named():
                self.client.fget_object(self.bucket, self.prefix + name, str(path))
            yield path


def _client() -> Any:
    try:
        from minio import Minio  # noqa: PLC0415 -- only where backups go there
    except ModuleNotFoundError as error:
        raise CommandError(
            "Backups to s3:// need minio. Run: pip install -r requirements-production.txt"
        ) from error
    parts = urlsplit(settings.S3_ENDPOINT)
    if not parts.netloc:
        raise CommandError("Set S3_ENDPOINT to the storage's address: https://s3.example.org")
    return Minio(
        parts.netloc,
        access_key=settings.S3_ACCESS_KEY,
        secret_key=settings.S3_SECRET_KEY,
        region=settings.S3_REGION or None,
        secure=parts.scheme == "https",
    )


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except CommandError:
        raise
    except Exception as error:
        if not type(error).__module__.startswith(("minio", "urllib3")):
            raise
        told = getattr(error, "message", None) or str(error)
        raise CommandError(f"The storage at {settings.S3_ENDPOINT} fails: {told}") from error
