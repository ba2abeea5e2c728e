import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moderation.models import Policy, PolicyExample, PolicyVersion
from moderation.services.judging import scoring
from moderation.services.policy import drafting
from tests.factories import (
    make_article,
    make_comment,
    make_moderator,
    make_policy_version,
)

pytestmark = pytest.mark.django_db

TEXT = "We do not permit personal attacks or profanity here."


@pytest.fixture
def editor(client):
    editor = make_moderator()
    editor.user_permissions.add(Permission.objects.get(codename="change_policy"))
    client.force_login(editor)
    return editor


@pytest.fixture
def policy(written_release):
    return make_policy_version().policy


def address(policy):
    return f"/desk/policies/{policy.pk}/"


def draft_form(policy, text=TEXT, *clauses, **extra):
    """What the page sends, opened just now, with this text and these clauses."""
    version_token = drafting.version_token_of(drafting.draft_of(policy=policy))
    given = {
        "text": text,
        "version_token": version_token,
        "clauses-TOTAL_FORMS": len(clauses),
        "clauses-INITIAL_FORMS": 0,
    }
    for number, clause in enumerate(clauses):
        filled = {"queue_at": 50, "hold_at": 80, "attribute": "", **clause}
        given |= {f"clauses-{number}-{name}": filled[name] for name in filled.keys() - {"rules"}}
        given |= rules_form(f"clauses-{number}-rules", clause.get("rules", []))
    return {**given, **extra}


def rules_form(prefix, rules):
    given = {f"{prefix}-TOTAL_FORMS": len(rules), f"{prefix}-INITIAL_FORMS": 0}
    for place, (kind, value, verdict) in enumerate(rules):
        row = {"kind": kind, "value": value, "verdict": verdict}
        given |= {f"{prefix}-{place}-{name}": typed for name, typed in row.items()}
    return given


ATTACKS = {"quote": "personal attacks", "attribute": "personal_attack"}


def test_an_editor_saves_a_draft_and_nothing_is_in_force_yet(client, editor, policy):
    page = client.post(address(policy), draft_form(policy, TEXT, ATTACKS), follow=True)
    assert "Nothing is in force before you publish it." in page.content.decode()
    draft = drafting.draft_of(policy=policy)
    assert (draft.text, [c.quote for c in draft.clauses.all()]) == (TEXT, ["personal attacks"])
    assert drafting.published(policy).number == 1


def test_clauses_are_proposed_from_the_text(client, editor, policy):
    response = client.post(address(policy), draft_form(policy, TEXT, propose=""))
    assert [form["quote"].value() for form in response.context["screen"].clauses] == [
        "personal attacks",
        "profanity",
        None,
    ]
    assert drafting.draft_of(policy=policy).text != TEXT


def test_a_clause_is_struck_out(client, editor, policy):
    struck = {**ATTACKS, "DELETE": "on"}
    client.post(address(policy), draft_form(policy, TEXT, struck))
    assert not drafting.draft_of(policy=policy).clauses.exists()


@pytest.mark.parametrize(
    ("clauses", "message"),
    [
        ([{**ATTACKS, "queue_at": 90}], "“Review” must not be above “hide”."),
        ([{**ATTACKS, "remove_at": 70}], "“Hide” must not be above “remove”."),
        ([{**ATTACKS, "hold_at": 150}], "Write a number from 0 to 100."),
        ([{**ATTACKS, "hold_at": "nan"}], "Write a number of per cent"),
        ([{**ATTACKS, "attribute": "beauty"}], "Select a valid choice"),
        (
            [ATTACKS, ATTACKS],
            "“personal attacks” stands in two clauses that measure the same: strike one of them.",
        ),
        ([{**ATTACKS, "rules": [("repeats", "1", "hold")]}], "a number from 2 to 32,767"),
        ([{**ATTACKS, "rules": [("words", "moron\nshit*", "hold")]}], "“shit*” has a “*”"),
        ([{**ATTACKS, "rules": [("words", "\u200b\n...", "queue")]}], "“...” is only punctuation"),
        ([{**ATTACKS, "rules": [("names", "*a\n" * 12, "queue")]}], "… and 2 more."),
        ([{**ATTACKS, "rules": [("patterns", "x*", "remove")]}], "in which there is nothing"),
    ],
)
def test_what_cannot_be_saved_is_explained_and_kept(client, editor, policy, clauses, message):
    response = client.post(address(policy), draft_form(policy, TEXT, *clauses))
    assert response.status_code == 400
    assert message in response.content.decode()
    assert f"{TEXT}</textarea>" in response.content.decode()
    assert drafting.draft_of(policy=policy).text != TEXT


def test_the_page_shows_real_comments_on_both_sides_and_what_would_change(client, editor, policy):
    near = [make_comment(f"[personal_attack {p}]") for p in (0.45, 0.55, 0.79)]
    scoring.score(near)
    draft = drafting.draft_of(policy=policy)
    client.post(address(policy), draft_form(policy, draft.text, {**ATTACKS, "queue_at": 70}))
    response = client.get(address(policy))
    page = response.content.decode()
    assert "<b>79%</b>" in page
    assert "<b>55%</b>" in page
    assert response.context["changes"].number == 1
    assert "This draft would change the result for <strong>1</strong> of 3 comments." in page


def test_the_page_shows_what_the_word_lists_find(client, editor, policy):
    make_comment("What a <m0ron>!")
    page = client.get(f"/desk/policies/{policy.pk}/").content.decode()
    assert "What the word lists find" not in page
    listed = {**ATTACKS, "rules": [("words", "moron\nzzyzx", "hold")]}
    client.post(f"/desk/policies/{policy.pk}/", draft_form(policy, TEXT, listed))
    page = client.get(f"/desk/policies/{policy.pk}/").content.decode()
    assert "<td>moron, morons</td>" in page
    assert "What a &lt;m0ron&gt;!" in page
    assert "1 entry finds nothing there." in page


def test_publishing_puts_what_is_on_the_page_in_force(client, editor, policy):
    client.post(address(policy), draft_form(policy, TEXT, ATTACKS, publish=""))
    version = drafting.published(policy)
    assert (version.number, version.text, version.published_by) == (2, TEXT, editor)


def test_a_failing_example_keeps_the_draft_unpublished_and_is_named(client, editor, policy):
    example = PolicyExample.objects.create(policy=policy, expectation="flag", text="A kind word.")
    form = draft_form(policy, TEXT, ATTACKS, publish="")
    response = client.post(address(policy), form)
    assert response.status_code == 409
    page = response.content.decode()
    assert "(fails)" in page
    assert "Not published: 1 of 1 examples is not judged as it should be." in page
    assert drafting.published(policy).number == 1
    client.post(address(policy), draft_form(policy, TEXT, ATTACKS, drop_example=example.pk))
    client.post(address(policy), draft_form(policy, TEXT, ATTACKS, publish=""))
    assert drafting.published(policy).number == 2


def test_an_article_gets_a_policy_of_its_own(client, editor, policy):
    article = make_article()
    response = client.post("/desk/policies/", {"article": article.slug})
    own = Policy.objects.get(article=article)
    assert response.url == f"/desk/policies/{own.pk}/"
    page = client.get(response.url).content.decode()
    assert "approvals_of_new_authors" not in page


@pytest.mark.parametrize("page", ["", "{pk}/"])
def test_moderators_without_the_permission_do_not_edit_policies(client, policy, page):
    client.force_login(make_moderator())
    assert client.post(f"/desk/policies/{page.format(pk=policy.pk)}").status_code == 403
    assert PolicyVersion.objects.count() == 1


def test_the_editor_takes_as_many_queries_for_three_comments_as_for_one(client, editor, policy):
    def queries(number):
        scoring.score([make_comment(f"[personal_attack 0.{n + 3}]") for n in range(number)])
        with CaptureQueriesContext(connection) as captured:
            client.get(address(policy))
        return len(captured)

    client.get(address(policy))  # the first visit makes the draft
    assert queries(1) == queries(2)
