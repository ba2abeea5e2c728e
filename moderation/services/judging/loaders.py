"""How each classifier that the settings can name is loaded, and what it needs."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from moderation.classifiers.base import Classifier, ReleaseError
from moderation.classifiers.linear import SHIPPED_RELEASE as SHIPPED_LINEAR
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.multilingual import MultilingualClassifier
from moderation.classifiers.release_file import verified
from moderation.classifiers.standard import SHIPPED_RELEASE as SHIPPED_STANDARD
from moderation.classifiers.standard import StandardClassifier
from moderation.classifiers.transformer import SHIPPED_RELEASE as SHIPPED_TRANSFORMER
from moderation.classifiers.transformer import TransformerClassifier
from moderation.services.judging import scoring_service
from moderation.services.judging.scoring_service import Service

# The releases for further languages that come with Comity.
SHIPPED_LANGUAGES = {
    code: SHIPPED_LINEAR.with_name(f"linear-{code}-2026.11.npz") for code in ("ar", "de", "pt")
}
# The packages that run a transformer; a site may do without them.
TRANSFORMER_PACKAGES = ("onnxruntime", "tokenizers")


class Files(NamedTuple):
    """The settings that name release files, the transformer's number of threads, and a service.

    `languages` are the codes of further languages that are read with their shipped releases.
    """

    linear: Path
    transformer: Path
    standard: Path
    threads: int
    service: Service
    languages: tuple[str, ...] = ()


def files() -> Files:
    """The files that the settings name, or the shipped ones."""
    return Files(
        Path(settings.LINEAR_RELEASE or SHIPPED_LINEAR),
        Path(settings.TRANSFORMER_RELEASE or SHIPPED_TRANSFORMER),
        Path(settings.STANDARD_RELEASE or SHIPPED_STANDARD),
        settings.TRANSFORMER_THREADS,
        scoring_service.named(),
        tuple(sorted(settings.LANGUAGE_RELEASES)),
    )


class Loader(NamedTuple):
    """`missing` names what the classifier needs and does not find, each with the next step."""

    load: Callable[[Files], Classifier]
    missing: Callable[[], Iterable[str]] = list


@lru_cache(maxsize=1)
def _linear(release: Path) -> LinearClassifier:
    """Load a linear release once, whether it scores alone or is a part of `standard`."""
    return LinearClassifier.load(release)


def _load_linear(chosen: Files) -> Classifier:
    return _linear(chosen.linear)


def _missing_for_linear() -> Iterator[str]:
    yield from _damaged(files().linear)


def _load_transformer(chosen: Files) -> Classifier:
    return TransformerClassifier.load(chosen.transformer, threads=chosen.threads)


def _missing_for_transformer() -> Iterator[str]:
    for package in TRANSFORMER_PACKAGES:
        if find_spec(package) is None:
            yield f"{package} is not installed. Run: pip install -r requirements-core.txt"
    yield from _damaged(files().transformer)


def _load_standard(chosen: Files) -> Classifier:
    standard = StandardClassifier.load(
        chosen.standard,
        linear=_linear(chosen.linear),
        transformer=TransformerClassifier.load(chosen.transformer, threads=chosen.threads),
    )
    if not chosen.languages:
        return standard
    others = {code: LinearClassifier.load(_language_file(code)) for code in chosen.languages}
    return MultilingualClassifier(standard, others)


def _language_file(code: str) -> Path:
    if code not in SHIPPED_LANGUAGES:
        known = ", ".join(sorted(SHIPPED_LANGUAGES))
        raise ReleaseError(
            f"There is no release for the language {code!r}. Set LANGUAGE_RELEASES to some of: "
            f"{known}."
        )
    return SHIPPED_LANGUAGES[code]


def _missing_for_standard() -> Iterator[str]:
    yield from _missing_for_linear()
    yield from _missing_for_transformer()
    yield from _damaged(files().standard)
    for code in files().languages:
        if code in SHIPPED_LANGUAGES:
            yield from _damaged(SHIPPED_LANGUAGES[code])
        else:
            yield f"There is no release for the language {code!r}. Check LANGUAGE_RELEASES."


def _damaged(release: Path) -> Iterator[str]:
    """Compare the release's digest with its card, which is much faster than loading it."""
    try:
        verified(release)
    except ReleaseError as error:
        yield str(error)


def _load_detoxify(_: Files) -> Classifier:
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


def _load_perspective(chosen: Files) -> Classifier:
    return scoring_service.load(chosen.service)


# The classifiers that CLASSIFIER and SECOND_OPINION can name.
CLASSIFIERS = {
    "standard": Loader(_load_standard, _missing_for_standard),
    "linear": Loader(_load_linear, _missing_for_linear),
    "transformer": Loader(_load_transformer, _missing_for_transformer),
    "detoxify": Loader(_load_detoxify, _missing_for_detoxify),
    "perspective": Loader(_load_perspective, scoring_service.missing),
}
