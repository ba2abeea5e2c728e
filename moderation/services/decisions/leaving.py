"""Why comments of a bulk action are left unchanged."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from articles.models import Comment
from moderation.models import Clause, Finding, PolicyVersion
from moderation.services.decisions import citing, concurrency
from moderation.services.judging.triage import relevance


class Why(Enum):
    """The reason why a comment of a bulk action was left unchanged."""

    DECIDED = auto()
    EDITED = auto()
    GONE = auto()
    HEARD_BY_ANOTHER = auto()
    FOR_A_SENIOR = auto()
    OTHER_SECTION = auto()
    IN_HAND = auto()
    NOT_IN_FORCE = auto()
    NO_LONGER_A_RULE = auto()


class Left(NamedTuple):
    """A comment that a bulk action left unchanged; `by` is who decided it in the
    meantime, or is reviewing it."""

    comment: int
    why: Why
    by: str = ""


def changed(
    version_token: Mapping[int, str], same: Sequence[Comment], stale: Sequence[Comment]
) -> list[Left]:
    """Return what happened to the comments that changed since they were seen."""
    found = {comment.pk for comment in (*same, *stale)}
    left = [Left(pk, Why.GONE) for pk in sorted(version_token.keys() - found)]
    if not stale:
        return left
    tokens, newest = concurrency.version_tokens(stale), concurrency.newest_decisions(stale)
    for comment in stale:
        decision = newest.get(comment.pk)
        if decision and concurrency.was_decided(version_token[comment.pk], tokens[comment.pk]):
            by = decision.moderator.get_username() if decision.moderator else ""
            left.append(Left(comment.pk, Why.DECIDED, by))
        else:
            left.append(Left(comment.pk, Why.EDITED))
    return left


def cited(
    comments: Sequence[Comment], clause: Clause | None
) -> tuple[dict[int, Clause], list[Left]]:
    """Return the clause that each comment is removed under, and the comments without one."""
    versions = PolicyVersion.objects.current_versions(comment.article_id for comment in comments)
    in_force = {comment.pk: versions[comment.article_id] for comment in comments}
    if clause:
        fits = [pk for pk, version in in_force.items() if citing.is_in_force(clause, version)]
        refused = [Left(pk, Why.NOT_IN_FORCE) for pk in in_force if pk not in set(fits)]
        return dict.fromkeys(fits, clause), refused
    return _found_to_break(comments, in_force)


def _found_to_break(
    comments: Sequence[Comment], in_force: Mapping[int, PolicyVersion | None]
) -> tuple[dict[int, Clause], list[Left]]:
    """Return the clause in force of each comment's most relevant finding.

    A comment without findings is removed under no clause; one that only broke clauses that were
    deleted is left unchanged.
    """
    findings: dict[int, list[Finding]] = {}
    stored = Finding.objects.filter(comment__in=comments, clause__isnull=False)
    for finding in sorted(stored.select_related("clause"), key=relevance):
        findings.setdefault(finding.comment_id, []).append(finding)
    clauses: dict[int, Clause] = {}
    left = []
    for pk, found in findings.items():
        version = in_force[pk]
        rules = citing.found_and_in_force(found, version.clauses.all() if version else [])
        if rules:
            clauses[pk] = rules[0]
        else:
            left.append(Left(pk, Why.NO_LONGER_A_RULE))
    return clauses, left


def without(comments: Sequence[Comment], left: Iterable[Left]) -> list[Comment]:
    gone = {entry.comment for entry in left}
    return [comment for comment in comments if comment.pk not in gone]
