"""A token that was checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True)
class Verified:
    """What a token says, until when, and the key by which signing out refuses it."""

    claims: Mapping[str, Any]
    expires_at: datetime
    key: str


def key_of(kind: str, identifier: str) -> str:
    """A key for the table of signed-out tokens, which tells nothing about the token."""
    return sha256(f"{kind} {identifier}".encode("utf-8", "replace")).hexdigest()
