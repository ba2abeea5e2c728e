"""Going on with another classifier where the one that the settings name cannot be used.

Scores of the fallback are stored under its own release. To a run they are missing from the active
one, so the first run after the repair scores those comments again.
"""

import logging
import time
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from moderation.classifiers.base import Classifier, NotScored, ReleaseError
from moderation.models import ClassifierRelease
from moderation.services.judging import loaders, releases

logger = logging.getLogger(__name__)

# Seconds: an attempt to load costs as much as scoring some comments, and a repair can wait so long.
RETRY_AFTER = 60
FIRST_TEXT = ["A first text."]


class Fallback(NamedTuple):
    """The classifier that the settings name, the release that scores instead, and why."""

    wanted: str
    release: str
    reason: str


class _Failure(NamedTuple):
    """Why a classifier could not be loaded with these files, and when that was."""

    name: str
    files: loaders.Files
    error: ReleaseError
    at: float


class _Memory:
    """The last failure of this process, and the reason that was logged last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failure: _Failure | None = None
        self._logged = ""

    def load(self, name: str) -> Classifier:
        """Load `name`, unless that failed a moment ago.  Raises ReleaseError."""
        last = self._failure
        if last and last[:2] == (name, loaders.files()) and _is_recent(last):
            raise last.error
        try:
            classifier = releases.load(name)
        except ReleaseError as error:
            self._failure = _Failure(name, loaders.files(), error, time.monotonic())
            raise
        self._failure = None
        return classifier

    def log(self, reason: str) -> None:
        """Log that the fallback scores, or with an empty reason that it does so no more; once."""
        with self._lock:
            changed, self._logged = reason != self._logged, reason
        if changed and reason:
            logger.error("Comments are scored with %s instead: %s", releases.FALLBACK, reason)
        elif changed:
            logger.warning("%s works again. Run: manage.py rescore", settings.CLASSIFIER)

    def forget(self) -> None:
        self._failure, self._logged = None, ""


memory = _Memory()


def active() -> tuple[ClassifierRelease, Classifier]:
    """The release that scores now and its classifier: the configured one, or the fallback.

    Raises ReleaseError where neither can be used.
    """
    try:
        found = _configured()
    except ReleaseError as error:
        if settings.CLASSIFIER not in releases.COVERED:
            raise
        memory.log(str(error))
        classifier = releases.load(releases.FALLBACK)
        # Retired, unless it is known: it replaces no release, and gives no second opinion.
        status = ClassifierRelease.Status.RETIRED
        return releases.registered(releases.FALLBACK, classifier, status), classifier
    memory.log("")
    return found


def current() -> Fallback | None:
    """The fallback, if this process uses one at the moment.

    Raises ReleaseError where not even that can be used.
    """
    if settings.CLASSIFIER not in releases.COVERED:
        return None
    try:
        _configured()
    except ReleaseError as error:
        name = releases.load(releases.FALLBACK).name
        return Fallback(settings.CLASSIFIER, name, str(error))
    return None


def outdated() -> ClassifierRelease | None:
    """The retired release that this process judges with: it was started before an upgrade."""
    try:
        release, _ = _configured()
    except ReleaseError:
        return None
    return release if release.status == ClassifierRelease.Status.RETIRED else None


@transaction.atomic
def activate() -> None:
    """Make the configured classifier's release the active one, or the fallback's if there is none.

    A release that is active stays so where the configured one cannot be used here: other
    machines may be able to.  Raises ReleaseError where none is active afterwards.
    """
    try:
        releases.activate(settings.CLASSIFIER)
    except ReleaseError as error:
        if ClassifierRelease.objects.filter(status=ClassifierRelease.Status.ACTIVE).exists():
            logger.warning("The active release stays: %s", error)
        elif settings.CLASSIFIER in releases.COVERED:
            logger.warning("%s is made the active release: %s", releases.FALLBACK, error)
            releases.activate(releases.FALLBACK)
        else:
            raise


def warm_up() -> None:
    """Load what scores and score a text, so that the first comment does not wait for it.

    For servers and workers, before they take work.  Does not raise: the site says
    what is wrong, and holds comments if need be.
    """
    try:
        memory.load(settings.CLASSIFIER).score(FIRST_TEXT)
    except ReleaseError as error:
        logger.warning("%s is not loaded: %s", settings.CLASSIFIER, error)
        if settings.CLASSIFIER in releases.COVERED:
            _warm_up_fallback()
    except NotScored as error:
        logger.warning("%s", error)


def _warm_up_fallback() -> None:
    try:
        releases.load(releases.FALLBACK).score(FIRST_TEXT)
    except ReleaseError as error:
        logger.warning("%s is not loaded: %s", releases.FALLBACK, error)


def _configured() -> tuple[ClassifierRelease, Classifier]:
    memory.load(settings.CLASSIFIER)
    return releases.judging()


def _is_recent(failure: _Failure) -> bool:
    return time.monotonic() - failure.at < RETRY_AFTER
