"""Judging display names, each with every comment that is posted under it."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from articles import names
from moderation.classifiers.base import Classifier, ReleaseError, Scores
from moderation.classifiers.multilingual import MultilingualClassifier
from moderation.classifiers.normalization.names import as_read
from moderation.classifiers.standard import StandardClassifier
from moderation.models import ClassifierRelease, Clause, Finding, PolicyVersion, Verdict
from moderation.services.judging import name_rules
from moderation.services.judging.evidence import evidence
from moderation.services.judging.name_rules import Fields
from moderation.services.judging.outcomes import Readable
from moderation.services.judging.triage import triage

# The findings about each name; None where the classifier failed.
Found = dict[str, list[Fields] | None]

logger = logging.getLogger(__name__)

# A name is held from this probability on, even if its clause would only queue a text: it is
# shown above every comment, and the classifier reads little of it (names of people are left out).
HOLD_NAME_AT = 0.6
MAX_NAMES = 100_000
MAX_CACHES = 100


def judge(
    requested: Iterable[str],
    version: PolicyVersion,
    classifier: Classifier,
    release: ClassifierRelease,
    *,
    in_bulk: bool = False,
) -> Found:
    """Judge each name once under the clauses of `version`, unless its result is cached."""
    cache = _cache_of(version, release)
    unique = set(requested)
    new = [name for name in unique if name not in cache]
    judge = partial(
        _judge,
        clauses=tuple(version.clauses.all()),
        classifier=_reader_of_names(classifier),
        release=release,
        in_bulk=in_bulk,
    )
    found = dict(zip(new, _safely(judge, new), strict=True))
    result: Found = {name: found[name] if name in found else cache[name] for name in unique}
    cache.update((name, fields) for name, fields in found.items() if fields is not None)
    return result


def findings(comment: Readable, found: Iterable[Fields]) -> list[Finding]:
    """The findings about the name of a comment's author, as those of `comment`."""
    return [Finding(comment_id=comment.pk, part=Finding.Part.NAME, **fields) for fields in found]


def _reader_of_names(classifier: Classifier) -> Classifier:
    """The part of `classifier` that knows words: a name is no sentence, which the other reads."""
    if isinstance(classifier, MultilingualClassifier):
        classifier = classifier.main
    return classifier.linear if isinstance(classifier, StandardClassifier) else classifier


_caches: dict[tuple[Any, ...], dict[str, list[Fields]]] = {}


def _cache_of(version: PolicyVersion, release: ClassifierRelease) -> dict[str, list[Fields]]:
    """Recent results.  They stay valid: neither a release nor a published version changes."""
    key = (version.pk, version.published_at, release.pk, release.digest)
    cache = _caches.get(key)
    if cache is None or len(cache) > MAX_NAMES:
        if len(_caches) > MAX_CACHES:
            _caches.clear()
        cache = _caches[key] = {}
    return cache


def _safely(
    judge: Callable[[Sequence[str]], Iterator[list[Fields]]], named: Sequence[str]
) -> list[list[Fields] | None]:
    """Judge all at once, or one by one if a name makes the classifier fail."""
    try:
        return list(judge(named))
    except ReleaseError:
        raise
    except Exception as error:  # noqa: BLE001 -- no failure may lose the comments
        if len(named) == 1:
            logger.error("The classifier failed on a name: %s", type(error).__name__)
            return [None]
        return [found for name in named for found in _safely(judge, [name])]


def _judge(
    named: Sequence[str],
    clauses: Sequence[Clause],
    classifier: Classifier,
    release: ClassifierRelease,
    *,
    in_bulk: bool,
) -> Iterator[list[Fields]]:
    read = [as_read(name, knows=classifier.knows, latin=names.latin) for name in named]
    readable = [place for place, text in enumerate(read) if text.strip()]
    score = classifier.score_in_bulk if in_bulk else classifier.score
    scores = score([read[place] for place in readable])
    scored = dict(zip(readable, scores, strict=True))
    for place, name in enumerate(named):
        by_score = _by_score(read[place], scored.get(place), clauses, classifier, release)
        yield [*by_score, *name_rules.broken_by(name, read[place], clauses)]


def _by_score(
    read: str,
    scores: Scores | None,
    clauses: Sequence[Clause],
    classifier: Classifier,
    release: ClassifierRelease,
) -> Iterator[Fields]:
    if scores is None:
        return
    for breach in triage(scores, clauses).breaches:
        held_at = min(breach.clause.hold_at, max(breach.clause.queue_at, HOLD_NAME_AT))
        is_held = breach.probability >= held_at
        yield {
            "reason": Finding.Reason.CLAUSE,
            "clause": breach.clause,
            "release": release,
            "probability": breach.probability,
            "threshold": held_at if is_held else breach.clause.queue_at,
            "verdict": Verdict.HOLD if is_held else Verdict.QUEUE,
            "evidence": evidence(classifier, read, breach.clause.measured, breach.clause.queue_at),
        }
