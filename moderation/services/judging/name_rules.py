"""What a name breaks without a classifier: listed words, web addresses, calls for violence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from moderation.classifiers.base import Attribute
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.matching.links import links
from moderation.models import Clause, Finding, Verdict
from moderation.models.clause_rules import RuleKind
from moderation.services.judging import rules
from moderation.services.judging.outcomes import Readable

# The fields of a finding about a name, whichever comment it belongs to.
Fields = dict[str, Any]

_VERBS = """
    assassinate behead bomb burn butcher castrate decapitate execute exterminate gas hang kill lynch
    massacre murder rape shoot slaughter stab strangle torture
"""
_OBJECTS = """
    all any each every her his him my our the their them these those us you your yourself yourselves
"""
_VIOLENT_VERBS, _PRONOUNS = _VERBS.split(), _OBJECTS.split()
_VIOLENCE = re.compile(
    rf"""\b(?:{"|".join(_VIOLENT_VERBS)})\s+(?:{"|".join(_PRONOUNS)})\b
    | \b(?:kill|murder|rape|shoot|behead|lynch|exterminate)\s+\w+s\b
    | \bdeath\s+to\s+\w+
    | \b(?:must|should|deserves?\s+to)\s+(?:die|be\s+(?:hanged|shot|killed))\b""",
    re.VERBOSE,
)
_PLAIN = re.compile(r"[A-Za-z .'-]*")
_normalizer = Normalizer(Lexicon([*_VIOLENT_VERBS, "death"]))
_MAY_BE_ADDRESS = re.compile(r"[.:/@\u3002\uff0e\uff61]|dot", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A name in the form of a comment, for the rules of clauses."""

    text: str
    pk: int | None = None


def broken_by(name: str, read: str, clauses: Sequence[Clause]) -> Iterator[Fields]:
    """The findings about `name`, of which the classifier is given `read`."""
    text = cast("Readable", _Text(name))
    for finding in rules.about_name(text, clauses):
        yield _fields(finding.reason, finding.clause, finding.evidence, finding.verdict)
    # A name must not be a web address, whatever a policy allows in a text.
    if _MAY_BE_ADDRESS.search(name) and (found := links(name)):
        evidence = [[start, end, 0.0] for start, end in found]
        yield _fields(Finding.Reason.ADDRESS, _first_with(RuleKind.LINKS, clauses), evidence)
    if calls := list(_calls_for_violence(name, read)):
        threats = next((c for c in clauses if c.attribute == Attribute.THREAT), None)
        yield _fields(Finding.Reason.VIOLENCE, threats, calls)


def _first_with(kind: RuleKind, clauses: Iterable[Clause]) -> Clause | None:
    return next((c for c in clauses if kind in c.rules_by_kind), None)


def _calls_for_violence(name: str, read: str) -> Iterator[list[float]]:
    if _PLAIN.fullmatch(name):
        yield from ([*match.span(), 0.0] for match in _VIOLENCE.finditer(name.lower()))
    elif read.strip():
        aligned = _normalizer(name)
        for match in _VIOLENCE.finditer(aligned.text):
            yield [*aligned.origin(*match.span()), 0.0]


def _fields(
    reason: str, clause: Clause | None, evidence: Iterable[Any], verdict: str = Verdict.HOLD
) -> Fields:
    return {"reason": reason, "clause": clause, "verdict": verdict, "evidence": list(evidence)}
