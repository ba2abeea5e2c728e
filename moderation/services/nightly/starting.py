"""Starting a run, or joining the one that is running."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from moderation.models import ClassifierRelease, PolicyVersion, RescoringChunk, RescoringRun
from moderation.services.judging import releases
from moderation.services.nightly import finishing, id_ranges, second_opinion

MAX_CHUNKS = 2_000

State = RescoringRun.State
Opinion = RescoringRun.Opinion


def begin() -> RescoringRun:
    """Join the run that is under way, or begin one.

    A run for a release or policy versions that are no longer current is
    closed; the new run does what it left.  Raises ReleaseError where no
    classifier can be used.
    """
    release, _ = releases.configured()
    return _join_or_start(new_run(release))


def begin_second(
    name: str, *, comments: int | None = None, seconds: float | None = None
) -> RescoringRun:
    """Join or begin a run in which classifier `name` scores the least certain `comments`, or as
    many as it can in `seconds`.

    Raises ReleaseError where either classifier cannot be used.
    """
    active, _ = releases.configured()
    shadow, classifier = releases.shadow(name)
    if comments is None:
        comments = second_opinion.comments_in(
            seconds or 0.0, active=active, shadow=shadow, classifier=classifier
        )
    return _join_or_start(
        RescoringRun(
            opinion=Opinion.SECOND,
            release=shadow,
            compared_with=active,
            band=second_opinion.band(active=active, shadow=shadow, comments=comments),
        )
    )


def new_run(release: ClassifierRelease) -> RescoringRun:
    """A first-opinion run, not stored.

    It is compared with the scores of `release` itself where an earlier run
    stored some, else with those of the release before.
    """
    earlier = RescoringRun.objects.filter(
        opinion=Opinion.FIRST, release=release, state=State.FINISHED, examined__gt=0
    )
    compared_with = release if earlier.exists() else releases.previous(release)
    return RescoringRun(release=release, compared_with=compared_with)


def is_current(run: RescoringRun, release: ClassifierRelease) -> bool:
    """Whether `run` scores with `release`, under the policy versions in force now."""
    in_force = set(PolicyVersion.objects.in_force().values_list("pk", flat=True))
    return (
        run.release == release and set(run.policy_versions.values_list("pk", flat=True)) == in_force
    )


def is_complete(run: RescoringRun, *, since: datetime) -> bool:
    """Whether the finished `run` is current and covers every comment that was stored at `since`.

    A run covers the comments that were stored when it was started: one that
    was joined lacks the newer ones.
    """
    release, _ = releases.configured()
    return run.started_at >= since and is_current(run, release)


def _join_or_start(run: RescoringRun) -> RescoringRun:
    try:
        return _join(run) or _start(run)
    except IntegrityError:  # another process started it at the same moment
        return RescoringRun.objects.get(opinion=run.opinion, state=State.RUNNING)


@transaction.atomic
def _join(wanted: RescoringRun) -> RescoringRun | None:
    running = RescoringRun.objects.filter(opinion=wanted.opinion, state=State.RUNNING)
    run = running.select_for_update(no_key=True).first()
    if run is None or is_current(run, wanted.release):
        return run
    finishing.close(run, State.SUPERSEDED)
    return None


@transaction.atomic
def _start(run: RescoringRun) -> RescoringRun:
    run.save()
    run.policy_versions.set(PolicyVersion.objects.in_force())
    first, last = id_ranges.bounds()
    size = max(settings.RESCORE_CHUNK, (last - first) // MAX_CHUNKS)
    RescoringChunk.objects.bulk_create(
        RescoringChunk(run=run, first_id=after + 1, last_id=upto, position=after)
        for after, upto in id_ranges.newest_first(first, last, size)
    )
    return run
