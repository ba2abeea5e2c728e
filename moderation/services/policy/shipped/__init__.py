"""Complete policies that a paper may adopt, in English or in German with the other beside it."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from moderation.services.policy import documents
from moderation.services.policy.documents import PolicyDocument

FOLDER = Path(__file__).parent
LANGUAGES = {"en": _("English"), "de": _("German")}
NAMES = {"strict": _("Strict"), "usual": _("Usual"), "open": _("Open")}
PURPOSES = {
    "strict": _(
        "For a paper with few moderators, or with readers who need protection: little is shown "
        "before somebody has read it."
    ),
    "usual": _(
        "For most papers: what is clearly against the rules waits for a moderator, and the rest is "
        "published at once."
    ),
    "open": _(
        "For a paper that wants hard debate: only what is plainly abusive or unlawful is held."
    ),
}


class Shipped(NamedTuple):
    """A policy that comes with the site."""

    name: str
    language: str
    title: str
    purpose: str

    @property
    def key(self) -> str:
        """What a form or a command calls it, such as `usual.en`."""
        return f"{self.name}.{self.language}"


class UnknownPolicyError(LookupError):
    """No such policy is shipped; the message lists those that are."""


def available() -> list[Shipped]:
    """All shipped policies, the strictest first."""
    return [
        Shipped(name, language, f"{NAMES[name]}, {spoken}", str(purpose))
        for name, purpose in PURPOSES.items()
        for language, spoken in LANGUAGES.items()
    ]


@lru_cache(maxsize=len(PURPOSES) * len(LANGUAGES))
def document(name: str, language: str) -> PolicyDocument:
    """Read a shipped policy, with its text in the other language as a translation.

    Raises UnknownPolicyError.
    """
    if name not in PURPOSES or language not in LANGUAGES:
        known = ", ".join(shipped.key for shipped in available())
        raise UnknownPolicyError(
            f"No policy “{name}.{language}” is shipped. Choose one of: {known}."
        )
    found = _read(name, language)
    for other in LANGUAGES:
        if other != language:
            found = _with(found, other, _read(name, other))
    return found


def _read(name: str, language: str) -> PolicyDocument:
    return documents.loads((FOLDER / f"{name}.{language}.json").read_bytes())


def _with(document: PolicyDocument, language: str, other: PolicyDocument) -> PolicyDocument:
    """`document` with the texts and the words of `other`, whose clauses stand in the same order."""
    clauses = tuple(
        replace(
            own,
            quotes={**own.quotes, language: same.quote},
            notice_texts=dict(sorted({**own.notice_texts, **same.notice_texts}.items())),
        )
        for own, same in zip(document.clauses, other.clauses, strict=True)
    )
    texts = {**document.texts, language: other.text}
    return replace(document, clauses=clauses, texts=texts)


def of_key(key: str) -> PolicyDocument:
    """Read the shipped policy that is called `key`.  Raises UnknownPolicyError."""
    name, _, language = key.partition(".")
    return document(name, language)
