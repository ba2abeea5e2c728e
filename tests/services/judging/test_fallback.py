"""A site goes on with `linear` where `standard` cannot be used, says so, and rescores later."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.urls import reverse

from moderation.classifiers.base import ReleaseError
from moderation.classifiers.release_file import card_path
from moderation.models import ClassifierRelease, Score
from moderation.services.judging import fallback, scoring
from tests import standard_site
from tests.factories import make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

Status = ClassifierRelease.Status
TEXT = "You are an idiot."


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return standard_site.write(tmp_path_factory.mktemp("release"))


@pytest.fixture
def files(written, settings):
    """A site whose active release is `standard`, before anything breaks."""
    for name, value in written.settings.items():
        setattr(settings, name, value)
    fallback.memory.forget()
    fallback.activate()
    yield written
    fallback.memory.forget()


@pytest.fixture
def version(files):
    return make_policy_version()


@pytest.fixture
def cut(files, settings, tmp_path):
    """Put a file in the transformer's place that a full disk has cut."""

    def cut():
        shorter = tmp_path / files.transformer.name
        shorter.write_bytes(files.transformer.read_bytes()[:-100])
        card_path(shorter).write_bytes(card_path(files.transformer).read_bytes())
        settings.TRANSFORMER_RELEASE = str(shorter)

    return cut


@pytest.fixture
def repair(files, settings):
    def repair():
        settings.TRANSFORMER_RELEASE = str(files.transformer)

    return repair


def scored_by(comment):
    return sorted(Score.objects.filter(comment=comment).values_list("release__name", flat=True))


def test_the_active_release_scores_while_nothing_is_broken(version):
    comment = make_comment(TEXT)
    scoring.score([comment])
    assert scored_by(comment) == ["standard-tiny"]
    assert fallback.current() is None


def test_comments_are_scored_with_linear_where_the_file_is_cut(files, version, caplog, cut):
    cut()
    first, second = make_comment(TEXT), make_comment(TEXT)
    scoring.score([first])
    scoring.score([second])
    assert scored_by(first) == scored_by(second) == ["linear-2026.11"]
    assert first.findings.get().evidence != []
    found = fallback.current()
    assert found[:2] == ("standard", "linear-2026.11")
    assert "is damaged or was altered" in found.reason
    lines = [r.message for r in caplog.records if r.name.endswith("fallback")]
    assert len(lines) == 1
    assert lines[0].startswith("Comments are scored with linear instead:")


def test_the_release_stays_active_that_other_machines_can_use(files, version, cut):
    cut()
    scoring.score([make_comment(TEXT)])
    fallback.activate()
    statuses = dict(ClassifierRelease.objects.values_list("name", "status"))
    assert statuses == {"standard-tiny": Status.ACTIVE, "linear-2026.11": Status.RETIRED}


def test_a_run_scores_again_what_the_fallback_scored(files, version, cut, repair):
    before = make_comment(TEXT)
    scoring.score([before])
    cut()
    meanwhile = make_comment(TEXT)
    scoring.score([meanwhile])
    repair()
    call_command("rescore")
    assert scored_by(before) == ["standard-tiny"]
    assert scored_by(meanwhile) == ["linear-2026.11", "standard-tiny"]
    assert meanwhile.findings.get().release.name == "standard-tiny"


def test_a_run_does_not_replace_scores_by_those_of_the_fallback(files, version, cut):
    comment = make_comment(TEXT)
    scoring.score([comment])
    make_policy_version()
    cut()
    with pytest.raises(CommandError, match="is damaged or was altered"):
        call_command("rescore")
    assert scored_by(comment) == ["standard-tiny"]


def test_a_failure_is_remembered_for_a_while_and_the_repair_is_noticed(
    files, version, settings, monkeypatch, cut
):
    cut()
    assert fallback.current()
    shorter = Path(settings.TRANSFORMER_RELEASE)
    shorter.write_bytes(files.transformer.read_bytes())
    assert fallback.current()
    monkeypatch.setattr(fallback, "RETRY_AFTER", 0)
    fallback.active()
    assert fallback.current() is None
    assert fallback.active()[0].name == "standard-tiny"


def test_a_new_site_starts_with_the_fallback_and_says_how_to_leave_it(files, caplog, cut, repair):
    ClassifierRelease.objects.all().delete()
    cut()
    fallback.activate()
    assert ClassifierRelease.objects.get(status=Status.ACTIVE).name == "linear-2026.11"
    repair()
    release, classifier = fallback.active()
    assert release.name == classifier.name == "linear-2026.11"
    assert "Run: python manage.py migrate" in fallback.current().reason
    fallback.activate()
    assert fallback.active()[0].name == "standard-tiny"


def test_where_linear_is_broken_too_nothing_scores(files, version, settings):
    settings.LINEAR_RELEASE = "/nowhere/linear.npz"
    with pytest.raises(ReleaseError, match="Cannot read the release"):
        fallback.active()


def test_other_classifiers_have_no_fallback(settings):
    settings.CLASSIFIER = "parrot"
    assert fallback.current() is None
    with pytest.raises(ReleaseError, match="no classifier 'parrot'"):
        fallback.active()
    ClassifierRelease.objects.all().delete()
    with pytest.raises(ReleaseError, match="no classifier 'parrot'"):
        fallback.activate()


def test_the_heartbeat_says_what_scores(files, version, client, cut):
    assert client.get("/healthz").json()["classifier"] == "works"
    cut()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["classifier"] == (
        "falls back: standard cannot be used, comments are scored with linear-2026.11"
    )
    assert "comity_classifier_fallback 1.0" in client.get("/metrics").content.decode()


def test_the_fallback_leaves_comments_behind(files, version, client, cut):
    make_comment(TEXT)
    call_command("rescore")
    assert client.get("/healthz").json()["comments_behind"] == 0
    cut()
    assert client.get("/healthz").json()["comments_behind"] == 1


@pytest.mark.parametrize(("is_staff", "told"), [(True, True), (False, False)])
def test_the_desk_tells_administrators(version, client, is_staff, told, cut):
    moderator = make_moderator()
    moderator.is_staff = is_staff
    moderator.save()
    client.force_login(moderator)
    said = "comments are scored with linear-2026.11"
    assert said not in client.get(reverse("desk:queue")).content.decode()
    cut()
    assert (said in client.get(reverse("desk:queue")).content.decode()) == told


def test_without_onnxruntime_the_site_goes_on(files):
    """In a process of its own, since a module that is loaded cannot be taken away."""
    code = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "import django; django.setup()\n"
        "from moderation.services.judging import fallback, releases\n"
        "fallback.warm_up()\n"
        "print(releases._load.cache_info().currsize)\n"
        "try: releases.load('standard')\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    environment = {
        **os.environ,
        **{name: str(value) for name, value in files.settings.items()},
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=site.BASE_DIR,
    )
    assert done.stdout.splitlines() == [
        "1",
        "ReleaseError The transformer needs onnxruntime, which is not installed. "
        "Run: pip install -r requirements-core.txt",
    ]
    assert "standard is not loaded: The transformer needs onnxruntime" in done.stderr
