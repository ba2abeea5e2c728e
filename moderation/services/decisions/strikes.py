"""Strikes: removals that count against an author for some time, and the sanctions they propose.

A strike is a removal by a person that stands: one that was undone, reversed on appeal, or that an
open appeal is about does not count.  A person confirms or dismisses each proposed sanction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Author
from moderation.models import Appeal, Decision, StrikeAnswer
from moderation.models.decision import DecisionQuerySet
from moderation.services.decisions import authority, blocking, concurrency
from moderation.services.decisions.sanctions import Measure, end_of

PREVIEWED = timedelta(days=90)
LISTED = 50
MEASURES = tuple(measure for measure in Measure if measure != Measure.NONE)


class LadderError(ValueError):
    """A ladder cannot be read; the message says what is wrong and how to write it."""


class ProposalChangedError(Exception):
    """The author's proposed sanction is not what the moderator saw; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """The measure that is proposed from a number of strikes on."""

    strikes: int
    measure: Measure


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sanction that an author's strikes propose; `strike` is the newest of them."""

    author: Author
    strikes: int
    measure: Measure
    strike: Decision


@dataclass(frozen=True, slots=True)
class Hit:
    """An author whom a ladder would have hit, with the most strikes at one time."""

    author: int
    name: str
    strikes: int
    measure: Measure


def ladder(entries: Iterable[str] | None = None) -> tuple[Step, ...]:
    """Read a ladder such as `3:warning`, `5:week`, `8:good`; that of the settings by default."""
    given = settings.STRIKE_LADDER if entries is None else entries
    steps = sorted((_step(entry) for entry in given if entry.strip()), key=lambda s: s.strikes)
    if len({step.strikes for step in steps}) < len(steps):
        raise LadderError(_("Two steps begin at the same number of strikes. Keep one of them."))
    return tuple(steps)


def of_author(author: Author) -> list[Decision]:
    """The author's strikes that count now, the newest first."""
    return list(_counting().filter(comment__author=author).order_by("-pk"))


def proposal_for(author: Author) -> Proposal | None:
    """The sanction that waits for an answer, if there is one."""
    counted = of_author(author)
    step = _reached(ladder(), len(counted))
    if step is None or _answered(author, counted[0].pk):
        return None
    return Proposal(author, len(counted), step.measure, counted[0])


def proposals(limit: int = LISTED) -> list[Proposal]:
    """The sanctions that wait for an answer, most strikes first."""
    steps = ladder()
    if not steps:
        return []
    stands = ~Q(comment__author__strike_answers__outcome=StrikeAnswer.Outcome.UNDONE)
    answered = Coalesce(Max("comment__author__strike_answers__strike", filter=stands), 0)
    rows = (
        _counting()
        .order_by()
        .values("comment__author")
        .annotate(number=Count("pk", distinct=True), newest=Max("pk"), answered=answered)
        .filter(newest__gt=F("answered"), number__gte=steps[0].strikes)
        .order_by("-number", "comment__author")
        .values_list("comment__author", "number", "newest")[:limit]
    )
    found = list(rows)
    authors = Author.objects.in_bulk([author for author, *_ in found])
    related = Decision.objects.select_related("comment__article", "clause")
    newest = related.in_bulk([pk for *_, pk in found])
    reached = ((author, number, pk, _reached(steps, number)) for author, number, pk in found)
    return [
        Proposal(authors[author], number, step.measure, newest[pk])
        for author, number, pk, step in reached
        if step
    ]


def preview(days: int, steps: Sequence[Step]) -> list[Hit]:
    """The authors whom the ladder `steps` would have hit in the last 90 days, with strikes that
    expire after `days`; the most strikes first.
    """
    now = timezone.now()
    since = now - PREVIEWED
    rows = _standing(since - timedelta(days=days)).order_by("decided_at")
    moments: defaultdict[tuple[int, str], list[datetime]] = defaultdict(list)
    columns = ("comment__author_id", "comment__author__name", "decided_at")
    for author, name, decided_at in rows.values_list(*columns):
        moments[author, name].append(decided_at)
    hits = []
    for (author, name), struck in moments.items():
        most = max((_at(struck, at, days) for at in struck if at >= since), default=0)
        if step := _reached(steps, most):
            hits.append(Hit(author, name, most, step.measure))
    return sorted(hits, key=lambda hit: (-hit.strikes, hit.name))


@transaction.atomic
def confirm(*, author: Author, strike: int, moderator: User, reason: str) -> StrikeAnswer:
    """Carry out the proposed sanction, about the comment of the newest strike.

    `strike` is the id of the newest strike that the moderator saw; `reason` is what the author
    reads.  Raises ProposalChangedError if the proposal was answered or changed meanwhile, and
    NotAllowedError where the comment is not for `moderator`.
    """
    found = _locked(author, strike)
    (comment,) = concurrency.lock([found.strike.comment_id])
    authority.check(comment, moderator)
    if found.measure == Measure.WARNING:
        decision = blocking.warn_for(comment=comment, moderator=moderator, reason=reason)
    else:
        decision = blocking.block_for(
            comment=comment,
            moderator=moderator,
            reason=reason,
            until=end_of(found.measure, timezone.now()),
        )
    return _answer(found, moderator, StrikeAnswer.Outcome.CONFIRMED, decision)


@transaction.atomic
def dismiss(*, author: Author, strike: int, moderator: User) -> StrikeAnswer:
    """Dismiss the proposed sanction; the next strike proposes anew.  Raises as `confirm` does."""
    found = _locked(author, strike)
    return _answer(found, moderator, StrikeAnswer.Outcome.DISMISSED)


def take_back(undone: Sequence[Decision]) -> None:
    """Propose again the sanctions whose decision was undone."""
    sanctions = [d for d in undone if d.action in (Decision.Action.WARN, Decision.Action.BLOCK)]
    if sanctions:
        StrikeAnswer.objects.filter(decision__in=sanctions).update(
            outcome=StrikeAnswer.Outcome.UNDONE
        )


def _locked(author: Author, strike: int) -> Proposal:
    author = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    found = proposal_for(author)
    if found is None or found.strike.pk != strike:
        raise ProposalChangedError
    return found


def _answer(
    found: Proposal,
    moderator: User,
    outcome: StrikeAnswer.Outcome,
    decision: Decision | None = None,
) -> StrikeAnswer:
    return StrikeAnswer.objects.create(
        author=found.author,
        strike=found.strike,
        strikes=found.strikes,
        measure=found.measure,
        outcome=outcome,
        decision=decision,
        answered_by=moderator,
    )


def _answered(author: Author, newest: int) -> bool:
    answers = StrikeAnswer.objects.filter(author=author, strike__gte=newest)
    return answers.exclude(outcome=StrikeAnswer.Outcome.UNDONE).exists()


def _counting() -> DecisionQuerySet:
    return _standing(timezone.now() - timedelta(days=settings.STRIKE_DAYS))


def _standing(since: datetime) -> DecisionQuerySet:
    """Removals by people since then that stand, and that no open appeal is about."""
    later = Decision.objects.standing().filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    appealed = Appeal.objects.open().filter(notice__comment=OuterRef("comment"))
    removals = Decision.objects.standing().by_people()
    return removals.filter(
        ~Exists(later),
        ~Exists(appealed),
        action=Decision.Action.REMOVE,
        decided_at__gte=since,
        comment__author__erased_at__isnull=True,
    )


def _at(struck: Sequence[datetime], moment: datetime, days: int) -> int:
    """How many of the strikes count at `moment`."""
    first = moment - timedelta(days=days)
    return sum(first <= at <= moment for at in struck)


def _reached(steps: Sequence[Step], strikes: int) -> Step | None:
    """The highest step that this number of strikes reaches."""
    return next((step for step in reversed(steps) if strikes >= step.strikes), None)


def _step(entry: str) -> Step:
    number, colon, measure = entry.strip().partition(":")
    known = ", ".join(MEASURES)
    if not colon or not number.strip().isdecimal() or not 0 < int(number) <= 1000:
        raise LadderError(
            _("“%(entry)s” is no step. Write the number of strikes and the measure: 3:warning.")
            % {"entry": entry.strip()}
        )
    if measure.strip() not in MEASURES:
        raise LadderError(
            _("“%(measure)s” is no measure. Write one of: %(known)s.")
            % {"measure": measure.strip(), "known": known}
        )
    return Step(int(number), Measure(measure.strip()))
