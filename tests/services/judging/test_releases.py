import pytest

from moderation.classifiers.base import ReleaseError
from moderation.models import ClassifierRelease
from moderation.services.judging import loaders, releases
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

Status = ClassifierRelease.Status


def test_activating_another_release_retires_the_active_one(written_release, use_classifier):
    second = use_classifier(WrittenClassifier("second"))
    written_release.refresh_from_db()
    assert (written_release.status, second.status) == (Status.RETIRED, Status.ACTIVE)


def test_a_retired_release_can_be_activated_again(written_release, use_classifier):
    use_classifier(WrittenClassifier("second"))
    assert use_classifier(WrittenClassifier()) == written_release
    assert ClassifierRelease.objects.filter(status=Status.ACTIVE).get() == written_release


def test_a_release_is_known_by_its_digest(written_release):
    assert written_release.digest == WrittenClassifier().digest
    assert releases.configured() == (written_release, releases.load(written_release.name))


def test_an_unknown_classifier_is_refused_with_the_known_ones(settings):
    settings.CLASSIFIER = "parrot"
    with pytest.raises(
        ReleaseError, match=r"no classifier 'parrot'. Set CLASSIFIER to one of: .*linear"
    ):
        releases.configured()


def test_a_classifier_that_is_set_but_not_active_says_how_to_activate_it(
    written_release, settings, monkeypatch
):
    monkeypatch.setitem(
        loaders.CLASSIFIERS, "other", loaders.Loader(lambda _: WrittenClassifier("other"))
    )
    settings.CLASSIFIER = "other"
    with pytest.raises(ReleaseError, match=r"Run: python manage.py migrate"):
        releases.configured()


def test_a_classifier_is_loaded_once_for_each_process(written_release):
    assert releases.load(written_release.name) is releases.load(written_release.name)


def test_the_release_that_was_replaced_is_known(written_release, use_classifier):
    assert releases.previous(use_classifier(WrittenClassifier("second"))) == written_release
