import pytest
from django.urls import reverse

from moderation.models import Finding
from moderation.services.desk.explaining import explained
from moderation.services.judging import fallback, scoring
from tests import standard_site
from tests.factories import make_comment, make_moderator, make_policy_version
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

INSULT = "You are an idiot."


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return standard_site.write(tmp_path_factory.mktemp("release"))


@pytest.fixture
def version(db, files, settings):
    """A policy on a site that scores with `standard`."""
    for name, value in files.settings.items():
        setattr(settings, name, value)
    fallback.activate()
    return make_policy_version()


def flagged(text=INSULT):
    comment = make_comment(text)
    scoring.score([comment])
    return comment, list(Finding.objects.filter(comment=comment, reason=Finding.Reason.CLAUSE))


def test_the_account_names_both_parts_and_what_was_verified(version):
    comment, findings = flagged()
    found = {own.finding: own.account for own in explained(comment, findings)}
    assert list(found) == findings
    for finding, account in found.items():
        assert account.whole.probability == pytest.approx(finding.probability)
        assert [part.release for part in account.parts] == ["linear-2026.11", "transformer-tiny"]
        assert account.is_verified == bool(finding.evidence)
        if account.is_verified:
            assert account.whole.without_evidence < finding.clause.queue_at


def test_findings_of_another_release_are_not_explained(version, use_classifier, written_release):
    comment, findings = flagged("[personal_attack 0.9]")
    assert len(explained(comment, findings)) == 1
    assert explained(comment, [Finding(**{**vars_of(findings[0]), "release": None})]) == []


def vars_of(finding):
    names = ("comment", "clause", "reason", "part", "probability", "threshold", "evidence")
    return {name: getattr(finding, name) for name in names}


def test_the_page_of_a_comment_shows_it(version, client):
    comment, _ = flagged()
    client.force_login(make_moderator())
    page = client.get(reverse("desk:card", args=[comment.pk])).content.decode()
    address = reverse("desk:explanation", args=[comment.pk])
    assert f'href="{address}?' in page
    assert "transformer-tiny" not in page
    for headers in ({}, {"HX-Request": "true"}):
        shown = client.get(address, headers=headers).content.decode()
        assert "transformer-tiny" in shown
        assert "Verified: without the marked words the comment scores" in shown
        assert ("<html" in shown) == (not headers)


def test_the_page_of_a_comment_scores_nothing_unless_asked_to(version, client, use_classifier):
    classifier = WrittenClassifier()
    use_classifier(classifier)
    comment, _ = flagged("[personal_attack 0.9]")
    classifier.texts_seen.clear()
    client.force_login(make_moderator())
    client.get(reverse("desk:card", args=[comment.pk]))
    assert classifier.texts_seen == []
    client.get(reverse("desk:explanation", args=[comment.pk]))
    assert classifier.texts_seen[0] == "[personal_attack 0.9]"


def test_scores_of_a_former_release_are_said_to_be_so(version, client, use_classifier):
    use_classifier(WrittenClassifier())
    comment, _ = flagged("[personal_attack 0.9]")
    use_classifier(WrittenClassifier("second"))
    client.force_login(make_moderator())
    shown = client.get(reverse("desk:explanation", args=[comment.pk])).content.decode()
    assert "The release that gave these scores is not in use here any more." in shown


def test_a_case_opens_where_the_classifier_fails(written_release, client):
    make_policy_version()
    comment, findings = flagged("[personal_attack 0.9]")
    comment.text = "[broken]"
    assert len(findings) == 1
    assert explained(comment, findings) == []
