"""Loading classifiers, and the releases that scores point at."""

import gc
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from moderation.classifiers.base import Classifier, ReleaseError
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.release_file import verified
from moderation.models import ClassifierRelease


def _load_linear(release: str) -> Classifier:
    return LinearClassifier.load(Path(release) if release else SHIPPED_RELEASE)


def _missing_for_linear() -> Iterator[str]:
    """Compare the release's digest with its card, which is much faster than loading it."""
    release = settings.LINEAR_RELEASE
    try:
        verified(Path(release) if release else SHIPPED_RELEASE)
    except ReleaseError as error:
        yield str(error)


def _load_detoxify(_: str) -> Classifier:
    from moderation.classifiers.detoxify.classifier import (  # noqa: PLC0415 -- it imports torch
        DetoxifyClassifier,
    )

    if not settings.DETOXIFY_CHECKPOINT:
        return DetoxifyClassifier.load_named(settings.DETOXIFY_MODEL)
    return DetoxifyClassifier.load_checkpoint(
        Path(settings.DETOXIFY_CHECKPOINT),
        sha256=settings.DETOXIFY_SHA256,
        config_folder=Path(settings.DETOXIFY_CONFIG),
    )


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


class Loader(NamedTuple):
    """`load` takes LINEAR_RELEASE; `missing` names what it needs and does not find."""

    load: Callable[[str], Classifier]
    missing: Callable[[], Iterable[str]] = list


# The classifiers that CLASSIFIER and SECOND_OPINION can name.
CLASSIFIERS = {
    "linear": Loader(_load_linear, _missing_for_linear),
    "detoxify": Loader(_load_detoxify, _missing_for_detoxify),
}


class UnknownClassifierError(ReleaseError):
    def __init__(self, name: str) -> None:
        known = ", ".join(sorted(CLASSIFIERS))
        super().__init__(f"There is no classifier {name!r}. Set CLASSIFIER to one of: {known}.")


def load(name: str) -> Classifier:
    """Load classifier `name`, once for each process.

    Raises ReleaseError where it is unknown or its release cannot be used.
    """
    return _load(_loader(name), settings.LINEAR_RELEASE)


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
def _load(loader: Loader, release: str) -> Classifier:
    """Load a classifier, and exempt it from garbage collection.

    Scanning all its weights at every full collection would stop the process
    for a tenth of a second and more.
    """
    classifier = loader.load(release)
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
    """The active release and its classifier.

    Raises ReleaseError where the settings name another classifier.
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
    """Classifier `name` and its release, for second opinions.

    Raises ReleaseError where it cannot be used, or is the active one.
    """
    classifier = load(name)
    release, _ = ClassifierRelease.objects.get_or_create(
        digest=classifier.digest, defaults={"classifier": name, "name": classifier.name}
    )
    if release.status == ClassifierRelease.Status.ACTIVE:
        raise ReleaseError(
            f"{release} is the active release: it cannot give the second opinion too."
        )
    if release.status != ClassifierRelease.Status.SHADOW:
        release.status = ClassifierRelease.Status.SHADOW
        release.save(update_fields=["status"])
    return release, classifier


def previous(release: ClassifierRelease) -> ClassifierRelease | None:
    """The release that `release` replaced, with whose scores a run compares its own."""
    retired = ClassifierRelease.objects.filter(retired_at__isnull=False).exclude(pk=release.pk)
    return retired.order_by("-retired_at").first()
