import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.services.nightly import leases, starting
from moderation.services.nightly.working import Worker
from tests.factories import make_comment, make_moderator, make_policy_version, make_user
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def drifted_run(use_classifier):
    """A run of a second release, under which the one comment got worse."""
    use_classifier(WrittenClassifier())
    make_policy_version()
    comment = make_comment("Fine.", status="published")
    Worker().work(starting.begin())
    Comment.objects.filter(pk=comment.pk).update(text="[personal_attack 0.9]")
    use_classifier(WrittenClassifier("second"))
    run = starting.begin()
    Worker().work(run)
    return run


def page(client, name, *arguments):
    client.force_login(make_moderator())
    return client.get(reverse(name, args=arguments)).content.decode()


def test_the_runs_are_listed_with_their_drift(client, drifted_run):
    shown = page(client, "desk:runs")
    assert shown.count("written-") == 2
    assert "100.0%" in shown


def test_a_run_shows_changes_crossings_and_plots(client, drifted_run):
    shown = page(client, "desk:run", drifted_run.pk)
    assert "<td>Published</td><td>Held for review</td>" in shown
    assert "<td>personal attack</td><td>held</td>" in shown
    assert shown.count("<polyline") == 10
    assert "style=" not in shown


def test_a_run_under_way_shows_how_far_it_is(client, written_release, settings):
    settings.RESCORE_CHUNK = 1
    make_policy_version()
    make_comment()
    make_comment()
    run = starting.begin()
    Worker().work_through(leases.claim(run))
    assert "Running, 50.0%" in page(client, "desk:runs")


def test_runs_are_for_moderators(client, drifted_run):
    client.force_login(make_user())
    assert client.get(reverse("desk:runs")).status_code == 403


def test_the_admin_shows_a_run_with_its_plots(admin_client, drifted_run):
    address = reverse("admin:moderation_rescoringrun_change", args=[drifted_run.pk])
    assert admin_client.get(address).content.decode().count("<polyline") == 10
    assert (
        "100.0%"
        in admin_client.get(reverse("admin:moderation_rescoringrun_changelist")).content.decode()
    )
