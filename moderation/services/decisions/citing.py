"""The clauses that a decision may cite: those in force for its comment when it is made."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from moderation.models import Clause, Finding, PolicyVersion
from moderation.services.judging.succession import successor


class NotInForceError(Exception):
    """A clause cannot be cited for a comment; the message says why.  Nothing was changed."""

    def __init__(self, clause: Clause, version: PolicyVersion | None) -> None:
        super().__init__(f"{_why_not(clause, version)} {_('Choose a rule that is in force.')}")


def check(clause: Clause, version: PolicyVersion | None) -> None:
    """Raise NotInForceError if `clause` does not belong to `version`, which is in force."""
    if not is_in_force(clause, version):
        raise NotInForceError(clause, version)


def is_in_force(clause: Clause, version: PolicyVersion | None) -> bool:
    return version is not None and clause.version_id == version.pk


def found_and_in_force(findings: Iterable[Finding], in_force: Iterable[Clause]) -> list[Clause]:
    """Return the clauses in force that a comment was found to break, in the order of `findings`."""
    current = list(in_force)
    found = (successor(f.clause, current) for f in findings if f.clause)
    return list(dict.fromkeys(clause for clause in found if clause))


def _why_not(clause: Clause, version: PolicyVersion | None) -> str:
    named = {"quote": clause.quote}
    if clause.version.published_at is None:
        return _("“%(quote)s” stands in a draft that is not published.") % named
    if version is None or clause.version.policy_id != version.policy_id:
        return _("“%(quote)s” is a rule of another policy than this comment's.") % named
    return _("“%(quote)s” is of an older version of the policy.") % named
