"""Proposes clauses for a policy text, as a start that an editor confirms or changes.

Only sentences that forbid something are considered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moderation.classifiers.base import Attribute


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """An attribute, and the words of the policy that prohibit it."""

    attribute: Attribute
    quote: str


_FORBIDS = re.compile(
    r"\b(?:not|no|never|nor|don['’]t|won['’]t|can['’]t|cannot|avoid|refrain|without|forbidden|"
    r"prohibit\w*|ban(?:s|ned)?|remov\w*|delet\w*|reject\w*|block\w*|unacceptable|disallow\w*)\b",
    re.IGNORECASE,
)
# A line break does not end a sentence, so that a list belongs to its introduction.
_SENTENCE = re.compile(r"(?:[^.!?\n]|\n(?!\s*\n))+[.!?]*")

_WORDS = {
    Attribute.PROFANITY: (
        r"profan\w+|obscen\w+|vulgar\w*|swear(?:ing| words?)?|curs(?:ing|e words?)|"
        r"(?:foul|bad|coarse|crude|strong) language"
    ),
    Attribute.PERSONAL_ATTACK: (
        r"personal attacks?|attacks? on (?:other )?(?:people|persons|commenters|users|readers)|"
        r"(?:personal )?insults?|insulting|ad hominem\w*|name[- ]calling|personal abuse|"
        r"harass\w*|bullying|defam\w+"
    ),
    Attribute.THREAT: (
        r"(?:violent )?threat\w*|incit\w+(?: (?:to|of) \w+)?|(?:calls? (?:for|to) )violence"
    ),
    Attribute.IDENTITY_ATTACK: (
        r"hate speech|hateful\w*|(?:ethnic |racial )?slurs?|racis[mt]\w*|sexis[mt]\w*|bigot\w*|"
        r"homophob\w+|antisemit\w+|discriminat\w+|xenophob\w+"
    ),
}
_GENERAL = re.compile(
    r"(?:any )?(?:other )?(?:inappropriate|offensive|abusive|objectionable|unlawful|uncivil|"
    r"disrespectful|toxic)(?: (?:material|content|language|comments?|behaviou?r|remarks?|posts?))?",
    re.IGNORECASE,
)
_PATTERNS = {
    attribute: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for attribute, words in _WORDS.items()
}


def propose_clauses(policy_text: str) -> list[ProposedClause]:
    """Propose one clause for each attribute that `policy_text` prohibits.

    General words ("other inappropriate material") are quoted for every
    attribute that the text does not name.
    """
    prohibitions = [s for s in _sentences(policy_text) if _FORBIDS.search(s)]
    named = {
        attribute: match.group()
        for attribute, pattern in _PATTERNS.items()
        if (match := _first(pattern, prohibitions))
    }
    general = _first(_GENERAL, prohibitions)
    quotes = {
        attribute: named.get(attribute) or (general.group() if general else None)
        for attribute in Attribute
    }
    return [ProposedClause(attribute, quote) for attribute, quote in quotes.items() if quote]


def _sentences(text: str) -> Iterator[str]:
    return (" ".join(match.group().split()) for match in _SENTENCE.finditer(text))


def _first(pattern: re.Pattern[str], sentences: list[str]) -> re.Match[str] | None:
    return next((match for s in sentences if (match := pattern.search(s))), None)
