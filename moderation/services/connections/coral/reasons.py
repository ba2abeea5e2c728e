"""Why a comment is rejected, in Coral's codes."""

from dataclasses import dataclass

from moderation.classifiers.base import Attribute
from moderation.models import Clause, Finding

OTHER, ILLEGAL = "OTHER", "ILLEGAL_CONTENT"
# Where Coral takes the words of a reason; of the other codes as an explanation.
FIELD_OF_WORDS = {OTHER: "customReason", ILLEGAL: "legalGrounds"}
LONGEST_TEXT = 300

CODE_OF_ATTRIBUTE = {
    Attribute.PROFANITY: "OFFENSIVE",
    Attribute.PERSONAL_ATTACK: "HARASSMENT_BULLYING",
    Attribute.THREAT: "ABUSIVE",
    Attribute.IDENTITY_ATTACK: "HATE_SPEECH",
    Attribute.TOXICITY: "ABUSIVE",
}
CODE_OF_FINDING = {
    Finding.Reason.WORDS: "BANNED_WORD",
    Finding.Reason.PATTERN: "BANNED_WORD",
    Finding.Reason.LINKS: "SPAM",
    Finding.Reason.REPEATED: "SPAM",
    Finding.Reason.VIOLENCE: "ABUSIVE",
}
# Findings that are about advertising rather than about how people treat each other.
SPAM = (Finding.Reason.LINKS, Finding.Reason.REPEATED)


@dataclass(frozen=True, slots=True)
class Reason:
    """A rejection reason: one of Coral's codes, and the policy's words for it."""

    code: str
    words: str

    def fields(self) -> dict[str, str]:
        """As Coral's API takes it."""
        name = FIELD_OF_WORDS.get(self.code, "detailedExplanation")
        return {"code": self.code, **({name: self.words} if self.words else {})}


def of_clause(clause: Clause | None, fallback: str) -> Reason:
    """The reason of a decision under `clause`; without one, `fallback` says why."""
    if clause is None:
        return Reason(OTHER, fallback)
    code = CODE_OF_ATTRIBUTE[clause.measured] if clause.attribute else OTHER
    return Reason(code, clause.quote[:LONGEST_TEXT])


def of_finding(finding: Finding) -> Reason:
    """The reason of a removal by the classifier or a rule."""
    if code := CODE_OF_FINDING.get(Finding.Reason(finding.reason)):
        return Reason(code, finding.clause.quote[:LONGEST_TEXT] if finding.clause else "")
    return of_clause(finding.clause, str(finding.get_reason_display()))
