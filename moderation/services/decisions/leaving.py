"""Which comments of a batch are left as they are, and why."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from articles.models import Comment
from moderation.models import Clause, Finding, PolicyVersion
from moderation.services.decisions import seeing
from moderation.services.judging.triage import telling
from moderation.services.policy import citing, policies


class Why(Enum):
    """Why a comment of a batch was left as it is."""

    DECIDED = auto()
    EDITED = auto()
    GONE = auto()
    HEARD_BY_ANOTHER = auto()
    NOT_IN_FORCE = auto()
    NO_LONGER_A_RULE = auto()


class Left(NamedTuple):
    """A comment of a batch that was left as it is; `by` is who decided it meanwhile."""

    comment: int
    why: Why
    by: str = ""


def changed(
    seen_as: Mapping[int, str], same: Sequence[Comment], stale: Sequence[Comment]
) -> list[Left]:
    """What happened meanwhile to those that are no longer as they were seen."""
    found = {comment.pk for comment in (*same, *stale)}
    left = [Left(pk, Why.GONE) for pk in sorted(seen_as.keys() - found)]
    if not stale:
        return left
    tokens, newest = seeing.seen_all(stale), seeing.newest_decisions(stale)
    for comment in stale:
        decision = newest.get(comment.pk)
        if decision and seeing.was_decided(seen_as[comment.pk], tokens[comment.pk]):
            by = decision.moderator.get_username() if decision.moderator else ""
            left.append(Left(comment.pk, Why.DECIDED, by))
        else:
            left.append(Left(comment.pk, Why.EDITED))
    return left


def cited(
    comments: Sequence[Comment], clause: Clause | None
) -> tuple[dict[int, Clause], list[Left]]:
    """The clause that each comment is removed under, and those that have none in force."""
    versions = policies.current_versions(comment.article_id for comment in comments)
    in_force = {comment.pk: versions[comment.article_id] for comment in comments}
    if clause:
        fits = [pk for pk, version in in_force.items() if citing.is_in_force(clause, version)]
        refused = [Left(pk, Why.NOT_IN_FORCE) for pk in in_force if pk not in set(fits)]
        return dict.fromkeys(fits, clause), refused
    return _found_to_break(comments, in_force)


def _found_to_break(
    comments: Sequence[Comment], in_force: Mapping[int, PolicyVersion | None]
) -> tuple[dict[int, Clause], list[Left]]:
    """The clause of each comment's most telling finding, as it reads now.

    A comment without findings is removed under none; one that only broke
    clauses that are no more is left.
    """
    findings: dict[int, list[Finding]] = {}
    stored = Finding.objects.filter(comment__in=comments, clause__isnull=False)
    for finding in sorted(stored.select_related("clause"), key=telling):
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
