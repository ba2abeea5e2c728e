import json

import pytest
from django.core.checks import run_checks

from moderation.classifiers.linear import SHIPPED_RELEASE
from moderation.classifiers.release_file import card_path, digest
from moderation.services.judging import loaders, releases
from tests import standard_site, tiny_checkpoint
from tests.classifiers.transformer.tiny_release import write_release


@pytest.fixture(autouse=True)
def _forget_loaded_releases():
    yield
    releases._load.cache_clear()


def found(**options):
    return [(message.id, message.msg) for message in run_checks(tags=["moderation"], **options)]


def test_a_site_as_shipped_has_nothing_to_mend():
    assert found() == []


def test_an_unknown_classifier_is_an_error(settings):
    settings.CLASSIFIER = "parrot"
    assert [code for code, _ in found()] == ["moderation.E001"]


def test_an_altered_release_is_found_without_loading_it(settings, tmp_path):
    release = tmp_path / SHIPPED_RELEASE.name
    release.write_bytes(SHIPPED_RELEASE.read_bytes()[:-1])
    card_path(release).write_bytes(card_path(SHIPPED_RELEASE).read_bytes())
    settings.LINEAR_RELEASE = str(release)
    ((code, message),) = found()
    assert code == "moderation.W001"
    assert "damaged or was altered" in message


def test_a_release_that_agrees_with_its_card_is_loaded_by_the_check_of_a_deployment_only(
    settings, tmp_path
):
    release = tmp_path / "linear-odd.npz"
    release.write_bytes(b"no archive")
    card_path(release).write_text(json.dumps({"sha256": digest(b"no archive")}))
    settings.LINEAR_RELEASE = str(release)
    assert found() == []
    ((code, message),) = found(include_deployment_checks=True)
    assert code == "moderation.E003"
    assert "is not a linear release" in message


@pytest.fixture
def standard(settings, tmp_path):
    files = standard_site.write(tmp_path)
    for name, value in files.settings.items():
        setattr(settings, name, value)
    return files


def test_a_standard_release_with_its_files_has_nothing_to_mend(standard):
    assert found(include_deployment_checks=True) == []


def test_where_linear_scores_instead_the_check_says_what_is_missing_and_what_happens(
    standard, monkeypatch
):
    monkeypatch.setattr(loaders, "find_spec", lambda package: package != "onnxruntime" or None)
    standard.joint.unlink()
    one, other = run_checks(tags=["moderation"])
    assert one.msg == "onnxruntime is not installed. Run: pip install -r requirements-core.txt"
    assert other.msg.startswith(f"Cannot read the release {standard.joint}")
    assert one.hint.startswith("Until then comments are scored with linear")


def test_where_linear_is_missing_too_comments_are_held(standard, settings):
    settings.LINEAR_RELEASE = "/nowhere/linear.npz"
    (message,) = run_checks(tags=["moderation"])
    assert message.hint.startswith("Until then every new comment is held")


def test_releases_that_do_not_belong_together_fail_the_check_of_a_deployment(standard, settings):
    other = write_release(standard.transformer.parent, record=lambda own: own | {"window": 8})
    settings.TRANSFORMER_RELEASE = str(other)
    assert found() == []
    ((code, message),) = found(include_deployment_checks=True)
    assert code == "moderation.E003"
    assert "Set TRANSFORMER_RELEASE to that file" in message


def test_an_unknown_second_opinion_is_an_error(settings):
    settings.SECOND_OPINION = "parrot"
    assert [code for code, _ in found()] == ["moderation.E002"]


@pytest.mark.needs("detoxify")
def test_everything_that_a_checkpoint_lacks_is_named(settings):
    settings.SECOND_OPINION = "detoxify"
    settings.DETOXIFY_CHECKPOINT = "/nowhere/tiny.ckpt"
    assert [message.split()[:2] for _, message in found()] == [
        ["There", "is"],
        ["DETOXIFY_SHA256", "is"],
        ["DETOXIFY_CONFIG", "must"],
    ]


@pytest.mark.needs("detoxify")
def test_a_checkpoint_that_is_not_the_pinned_one_fails_the_check_of_a_deployment(
    settings, tmp_path
):
    checkpoint = tiny_checkpoint.write(tmp_path)
    settings.SECOND_OPINION = "detoxify"
    settings.DETOXIFY_CHECKPOINT = str(checkpoint.path)
    settings.DETOXIFY_CONFIG = str(checkpoint.config)
    settings.DETOXIFY_SHA256 = "0" * 64
    assert found() == []
    ((code, message),) = found(include_deployment_checks=True)
    assert code == "moderation.E003"
    assert "was not opened" in message
    settings.DETOXIFY_SHA256 = checkpoint.sha256
    assert found(include_deployment_checks=True) == []


@pytest.mark.parametrize(
    ("behind_https", "proxies", "codes"),
    [
        (False, 0, []),
        (True, 1, []),
        (True, 2, []),
        (True, 0, ["moderation.W011"]),
        (False, 1, ["moderation.W012"]),
        (True, -1, ["moderation.E011"]),
    ],
)
def test_the_check_of_a_deployment_says_where_https_and_proxies_do_not_fit(
    settings, behind_https, proxies, codes
):
    settings.BEHIND_HTTPS, settings.TRUSTED_PROXIES = behind_https, proxies
    assert [code for code, _ in found(include_deployment_checks=True)] == codes


def test_the_check_of_a_deployment_names_what_mail_lacks(settings):
    settings.EMAIL_BACKEND = "moderation.services.readers.printing.EmailBackend"
    settings.SITE_URL = "http://localhost:8000"
    settings.DEFAULT_FROM_EMAIL = "comments@localhost"
    names = [message.split()[0] for _, message in found(include_deployment_checks=True)]
    assert names == ["EMAIL_URL", "SITE_URL", "DEFAULT_FROM_EMAIL"]
    assert found() == []


def test_where_detoxify_is_not_installed_the_check_says_how_to_install_it(settings, monkeypatch):
    monkeypatch.setattr(loaders, "find_spec", lambda _: None)
    settings.SECOND_OPINION = "detoxify"
    assert found() == [
        ("moderation.W002", "Detoxify is not installed. Run: pip install -r requirements.txt")
    ]
