"""Loading classifiers, and the releases that scores point at."""

import gc
import os
from functools import lru_cache
from threading import Lock

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from moderation.classifiers.base import Classifier, ReleaseError
from moderation.models import ClassifierRelease
from moderation.services.judging import loaders
from moderation.services.judging.loaders import CLASSIFIERS, Files, Loader

Status = ClassifierRelease.Status

# What scores where one of COVERED cannot be used: it needs no package and no memory to speak of.
FALLBACK = "linear"
COVERED = frozenset({"standard", "transformer"})

_turn = Lock()


class UnknownClassifierError(ReleaseError):
    def __init__(self, name: str) -> None:
        known = ", ".join(sorted(CLASSIFIERS))
        super().__init__(f"There is no classifier {name!r}. Set CLASSIFIER to one of: {known}.")


def load(name: str) -> Classifier:
    """Load classifier `name`, once for each process, by one thread while the others wait.

    Raises ReleaseError where it is unknown or its release cannot be used.
    """
    with _turn:
        return _load(_loader(name), loaders.files())


def missing(name: str) -> list[str]:
    """What classifier `name` needs and does not find, each with the next step.

    Does not load it.  Raises UnknownClassifierError.
    """
    return list(_loader(name).missing())


def _loader(name: str) -> Loader:
    if name not in CLASSIFIERS:
        raise UnknownClassifierError(name)
    return CLASSIFIERS[name]


@lru_cache(maxsize=4)
def _load(loader: Loader, files: Files) -> Classifier:
    """Load a classifier, and exempt it from garbage collection.

    Scanning all its weights at every full collection would stop the process
    for a tenth of a second and more.
    """
    classifier = loader.load(files)
    gc.freeze()
    return classifier


def _forget_threads() -> None:
    """Have forked processes load anew what reads with several threads.

    Threads are not copied: a child that uses the network of its parent waits for them for ever.
    """
    if settings.TRANSFORMER_THREADS > 1:
        _load.cache_clear()


os.register_at_fork(before=_forget_threads)


@transaction.atomic
def activate(name: str) -> ClassifierRelease:
    """Register the release of classifier `name` and make it the active one."""
    release = registered(name, load(name))
    if release.status != Status.ACTIVE:
        ClassifierRelease.objects.filter(status=Status.ACTIVE).update(
            status=Status.RETIRED, retired_at=timezone.now()
        )
        release.status = Status.ACTIVE
        release.save(update_fields=["status"])
    return release


def registered(
    name: str, classifier: Classifier, status: ClassifierRelease.Status = Status.SHADOW
) -> ClassifierRelease:
    """The release of `classifier`; a new one gets `status`."""
    release, _ = ClassifierRelease.objects.get_or_create(
        digest=classifier.digest,
        defaults={"classifier": name, "name": classifier.name, "status": status},
    )
    return release


def configured() -> tuple[ClassifierRelease, Classifier]:
    """The active release and its classifier, which the settings name.

    Raises ReleaseError where that cannot be used or is not active.
    """
    release, classifier = judging()
    if release.status != Status.ACTIVE:
        raise _not_active(classifier)
    return release, classifier


def judging() -> tuple[ClassifierRelease, Classifier]:
    """The release of the classifier that the settings name, be it active or retired.

    A process that runs on while the site is upgraded has the release that was just retired: it
    judges new comments with it until it is restarted, and the next run scores them again.
    Raises ReleaseError where the release cannot be used or never was the active one.
    """
    classifier = load(settings.CLASSIFIER)
    known = ClassifierRelease.objects.exclude(status=Status.SHADOW)
    release = known.filter(digest=classifier.digest).first()
    if release is None:
        raise _not_active(classifier)
    return release, classifier


def _not_active(classifier: Classifier) -> ReleaseError:
    return ReleaseError(f"{classifier.name} is set but not active. Run: python manage.py migrate")


def shadow(name: str) -> tuple[ClassifierRelease, Classifier]:
    """Classifier `name` and its release, for second opinions.

    Raises ReleaseError where it cannot be used, or is the active one.
    """
    classifier = load(name)
    release = registered(name, classifier)
    if release.status == Status.ACTIVE:
        raise ReleaseError(
            f"{release} is the active release: it cannot give the second opinion too."
        )
    if release.status != Status.SHADOW:
        release.status = Status.SHADOW
        release.save(update_fields=["status"])
    return release, classifier


def previous(release: ClassifierRelease) -> ClassifierRelease | None:
    """The release that `release` replaced, with whose scores a run compares its own."""
    retired = ClassifierRelease.objects.filter(retired_at__isnull=False).exclude(pk=release.pk)
    return retired.order_by("-retired_at").first()
