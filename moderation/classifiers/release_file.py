"""A release's file and, beside it, the card that says what it is and records its digest."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from moderation.classifiers import whole_file
from moderation.classifiers.base import ENGLISH_ONLY, ReleaseError

NEXT_STEP = "restore the file from the distribution, or train a release anew"


def write_card(path: Path, card: dict[str, Any]) -> None:
    """Write the card of the release at `path`, with the name and the digest of the file."""
    of_file = {"name": path.stem, "sha256": digest(path.read_bytes())}
    record = {**of_file, "languages": sorted(ENGLISH_ONLY), **card}
    with whole_file.opened(card_path(path)) as file:
        file.write(json.dumps(record, indent=2) + "\n")


def verified(path: Path) -> bytes:
    """Return the content of the release at `path`, unread.

    Raises ReleaseError if the file or its card is missing, or if the file is
    not the one that the card was written for.
    """
    content = _read(path)
    found, expected = digest(content), _recorded_digest(path)
    if found != expected:
        raise ReleaseError(
            f"{path} is damaged or was altered: its SHA-256 is {found}, its card says "
            f"{expected}; {NEXT_STEP}."
        )
    return content


def languages(path: Path) -> frozenset[str]:
    """Return the languages that the card of the release at `path` says it reads.

    Raises ReleaseError if the card is unreadable.
    """
    found = _card(path).get("languages", ENGLISH_ONLY)
    if not isinstance(found, list | frozenset) or not all(isinstance(one, str) for one in found):
        raise ReleaseError(f"{card_path(path)}: languages must be a list of codes; {NEXT_STEP}.")
    return frozenset(found)


def calm_below(path: Path) -> float:
    """Return the toxicity below which the release at `path` is sure, by its card; 1 if any.

    Raises ReleaseError if the card is unreadable.
    """
    found = _card(path).get("calm_below", 1.0)
    if not isinstance(found, int | float) or not 0 <= found <= 1:
        raise ReleaseError(f"{card_path(path)}: calm_below must be from 0 to 1; {NEXT_STEP}.")
    return float(found)


def card_path(path: Path) -> Path:
    """Return where the card of the release at `path` lies."""
    return path.with_suffix(".json")


def digest(content: bytes) -> str:
    """Return the SHA-256 of a release, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def joined(digests: Iterable[str]) -> str:
    """Return a SHA-256 that changes if any of `digests` does."""
    return digest("\n".join(digests).encode())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReleaseError(
            f"Cannot read the release {path} ({error.strerror}); {NEXT_STEP}."
        ) from error


def _recorded_digest(path: Path) -> str:
    return str(_card(path)["sha256"])


def _card(path: Path) -> dict[str, Any]:
    card = card_path(path)
    try:
        record = json.loads(card.read_text("utf-8"))
        return {**record, "sha256": record["sha256"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(
            f"The card {card}, which records the digest of {path.name}, is missing or "
            f"unreadable; {NEXT_STEP}."
        ) from error
