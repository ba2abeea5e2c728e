"""Which classifier is at work, and the release row that scores point at."""

import gc
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from moderation.classifiers.base import Classifier, ReleaseError
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.release_file import verified
from moderation.models import ClassifierRelease


def _load_linear(release: str) -> Classifier:
    return LinearClassifier.load(Path(release) if release else SHIPPED_RELEASE)


def _load_detoxify(_: str) -> Classifier:
    from moderation.classifiers.detoxify.classifier import (  # noqa: PLC0415 -- only where it is asked for
        DetoxifyClassifier,
    )

    if not settings.DETOXIFY_CHECKPOINT:
        return DetoxifyClassifier.load_named(settings.DETOXIFY_MODEL)
    return DetoxifyClassifier.load_checkpoint(
        Path(settings.DETOXIFY_CHECKPOINT),
        sha256=settings.DETOXIFY_SHA256,
        config_folder=Path(settings.DETOXIFY_CONFIG),
    )


CLASSIFIERS: dict[str, Callable[[str], Classifier]] = {
    "linear": _load_linear,
    "detoxify": _load_detoxify,
}


class UnknownClassifierError(ReleaseError):
    def __init__(self, name: str) -> None:
        known = ", ".join(sorted(CLASSIFIERS))
        super().__init__(f"There is no classifier {name!r}. Set CLASSIFIER to one of: {known}.")


def load(name: str) -> Classifier:
    """Load the classifier that `settings.CLASSIFIER` can name, once for each process.

    Raises ReleaseError where it is unknown or its release cannot be used.
    """
    if name not in CLASSIFIERS:
        raise UnknownClassifierError(name)
    return _load(name, settings.LINEAR_RELEASE)


def missing(name: str) -> list[str]:
    """What classifier `name` lacks to be loaded, as far as a glance shows, with the next step.

    Raises UnknownClassifierError.
    """
    if name not in CLASSIFIERS:
        raise UnknownClassifierError(name)
    return list(_MISSING[name]()) if name in _MISSING else []


def _missing_for_linear() -> Iterator[str]:
    """Compare the release's digest with its card, a small part of the time that loading takes."""
    release = settings.LINEAR_RELEASE
    try:
        verified(Path(release) if release else SHIPPED_RELEASE)
    except ReleaseError as error:
        yield str(error)


def _missing_for_detoxify() -> Iterator[str]:
    if find_spec("detoxify") is None:
        yield "Detoxify is not installed. Run: pip install -r requirements.txt"
    if not settings.DETOXIFY_CHECKPOINT:
        return
    if not Path(settings.DETOXIFY_CHECKPOINT).is_file():
        yield f"There is no file {settings.DETOXIFY_CHECKPOINT}. Set DETOXIFY_CHECKPOINT."
    if not settings.DETOXIFY_SHA256:
        yield "DETOXIFY_SHA256 is not set: a checkpoint is opened only if it matches."
    if not Path(settings.DETOXIFY_CONFIG, "config.json").is_file():
        yield "DETOXIFY_CONFIG must name the folder with config.json and the vocabulary."


_MISSING: dict[str, Callable[[], Iterator[str]]] = {
    "linear": _missing_for_linear,
    "detoxify": _missing_for_detoxify,
}


@lru_cache(maxsize=4)
def _load(name: str, release: str) -> Classifier:
    """Load for good, and tell the garbage collector so.

    It would look through all the weights at every full collection, which
    keeps a process standing for a tenth of a second and more.
    """
    classifier = CLASSIFIERS[name](release)
    gc.freeze()
    return classifier


@transaction.atomic
def activate(name: str) -> ClassifierRelease:
    """Register the release of classifier `name` and make it the active one."""
    classifier = load(name)
    release, _ = ClassifierRelease.objects.get_or_create(
        digest=classifier.digest, defaults={"classifier": name, "name": classifier.name}
    )
    if release.status != ClassifierRelease.Status.ACTIVE:
        ClassifierRelease.objects.filter(status=ClassifierRelease.Status.ACTIVE).update(
            status=ClassifierRelease.Status.RETIRED, retired_at=timezone.now()
        )
        release.status = ClassifierRelease.Status.ACTIVE
        release.save(update_fields=["status"])
    return release


def active() -> tuple[ClassifierRelease, Classifier]:
    """The active release and the classifier that it names.

    Raises ReleaseError where the settings name a classifier that is not, or
    no longer, the active release.
    """
    classifier = load(settings.CLASSIFIER)
    release = ClassifierRelease.objects.filter(
        digest=classifier.digest, status=ClassifierRelease.Status.ACTIVE
    ).first()
    if release is None:
        raise ReleaseError(
            f"{classifier.name} is set but not active. Run: python manage.py migrate"
        )
    return release, classifier


def shadow(name: str) -> tuple[ClassifierRelease, Classifier]:
    """Classifier `name` and its release, which scores beside the active one.

    Raises ReleaseError where it cannot be used, or is the active one.
    """
    classifier = load(name)
    release, _ = ClassifierRelease.objects.get_or_create(
        digest=classifier.digest, defaults={"classifier": name, "name": classifier.name}
    )
    if release.status == ClassifierRelease.Status.ACTIVE:
        raise ReleaseError(f"{release} is the active release: it cannot be the second opinion too.")
    if release.status != ClassifierRelease.Status.SHADOW:
        release.status = ClassifierRelease.Status.SHADOW
        release.save(update_fields=["status"])
    return release, classifier


def former(release: ClassifierRelease) -> ClassifierRelease | None:
    """The release that `release` took over from, whose scores a run compares its own with."""
    retired = ClassifierRelease.objects.filter(retired_at__isnull=False).exclude(pk=release.pk)
    return retired.order_by("-retired_at").first()
