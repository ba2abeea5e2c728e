import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Preferences, ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import (
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


@pytest.fixture
def comment():
    clause = make_policy_version().clauses.get(attribute="personal_attack")
    comment = make_comment("you idiot")
    make_finding(comment, clause)
    make_review_item(comment)
    return comment


def _form(comment, action="approve", **fields):
    return {"action": action, "version_token": version_token_of(comment), **fields}


def _clause_of(comment):
    return comment.findings.get().clause


def test_without_scripts_a_decision_leads_back_to_the_queue(desk, comment):
    back = f"{reverse('desk:queue')}?order=oldest"
    response = desk.post(reverse("desk:decide", args=[comment.pk]), _form(comment, next=back))
    assert (response.status_code, response.url) == (302, back)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PUBLISHED


def test_without_scripts_the_last_decision_can_be_undone_from_the_queue(desk, comment):
    desk.post(reverse("desk:decide", args=[comment.pk]), _form(comment))
    page = desk.get(reverse("desk:queue")).content.decode()
    assert reverse("desk:undo", args=[Decision.objects.get().pk]) in page


def test_the_way_back_stays_on_this_site(desk, comment):
    form = _form(comment, next="https://elsewhere.example/")
    response = desk.post(reverse("desk:decide", args=[comment.pk]), form)
    assert response.url == reverse("desk:queue")


def test_a_removal_cites_the_chosen_clause_and_note(desk, comment):
    clause = _clause_of(comment)
    form = _form(comment, "remove", clause=clause.pk, note="Second time.")
    desk.post(reverse("desk:decide", args=[comment.pk]), form)
    decision = Decision.objects.get()
    assert (decision.clause, decision.note) == (clause, "Second time.")


def test_a_removal_without_a_clause_is_asked_for_one_and_loses_nothing(desk, comment):
    form = _form(comment, "remove", note="Typed with care.")
    response = desk.post(reverse("desk:decide", args=[comment.pk]), form, **HTMX)
    assert response.status_code == 422
    assert "Choose the rule that the comment breaks." in response.content.decode()
    assert "Typed with care." in response.content.decode()
    assert Decision.objects.count() == 0


def test_with_scripts_a_strip_with_an_undo_takes_the_cards_place(desk, comment):
    response = desk.post(reverse("desk:decide", args=[comment.pk]), _form(comment), **HTMX)
    decision = Decision.objects.get()
    page = response.content.decode()
    assert f'id="done-{decision.pk}"' in page
    assert reverse("desk:undo", args=[decision.pk]) in page


def test_a_comment_decided_meanwhile_shows_by_whom_and_is_not_changed(desk, comment):
    form = _form(comment, "remove", clause=_clause_of(comment).pk)
    other = make_moderator(username="anna")
    decide(
        comment=comment, moderator=other, action="approve", version_token=version_token_of(comment)
    )
    response = desk.post(reverse("desk:decide", args=[comment.pk]), form, **HTMX)
    assert response.status_code == 409
    assert "anna approved this at" in response.content.decode()
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PUBLISHED


def test_a_comment_edited_meanwhile_shows_its_new_text(desk, comment):
    form = _form(comment)
    Comment.objects.update(text="Entirely different.", edited_at=timezone.now())
    response = desk.post(reverse("desk:decide", args=[comment.pk]), form)
    assert response.status_code == 409
    assert "Entirely different." in response.content.decode()
    assert Decision.objects.count() == 0


def test_an_undo_brings_the_card_back(desk, comment):
    desk.post(reverse("desk:decide", args=[comment.pk]), _form(comment))
    decision = Decision.objects.get()
    response = desk.post(reverse("desk:undo", args=[decision.pk]), **HTMX)
    assert f'id="card-{comment.pk}"' in response.content.decode()
    assert ReviewItem.objects.open().get().comment == comment


def test_what_was_undone_already_says_so(desk, comment):
    desk.post(reverse("desk:decide", args=[comment.pk]), _form(comment))
    address = reverse("desk:undo", args=[Decision.objects.get().pk])
    desk.post(address)
    response = desk.post(address, **HTMX)
    assert response.status_code == 409
    assert "cannot be undone" in response.content.decode()


def test_later_and_senior_take_the_case_out_of_the_queue(desk, comment):
    desk.post(reverse("desk:defer", args=[comment.pk]), _form(comment))
    comment.refresh_from_db()
    assert "All clear." in desk.get(reverse("desk:queue")).content.decode()
    desk.post(reverse("desk:escalate", args=[comment.pk]), _form(comment))
    item = ReviewItem.objects.get()
    assert (item.queue, item.deferred_until) == (ReviewItem.Queue.ESCALATED, None)


def test_the_log_names_every_decision(desk, comment):
    desk.post(reverse("desk:decide", args=[comment.pk]), _form(comment, note="Fair point."))
    page = desk.get(reverse("desk:log")).content.decode()
    assert "Fair point." in page
    assert "Approve" in page


def test_an_unknown_action_changes_nothing(desk, comment):
    form = _form(comment, "destroy")
    assert desk.post(reverse("desk:decide", args=[comment.pk]), form).status_code == 422
    assert Decision.objects.count() == 0


def _decided_by(moderator, comment, action="approve"):
    return decide(
        comment=comment, moderator=moderator, action=action, version_token=version_token_of(comment)
    )


def test_an_edit_is_not_taken_for_a_decision_that_was_known(desk, comment):
    _decided_by(make_moderator(username="anna"), comment)
    cases.open_case(comment=comment, queue="reported", reports=1)
    form = _form(comment)
    Comment.objects.update(text="Entirely different.", edited_at=timezone.now())
    page = desk.post(reverse("desk:decide", args=[comment.pk]), form).content.decode()
    assert "The author edited this comment meanwhile." in page
    assert "anna approved this at" not in page


@pytest.mark.parametrize(
    ("action", "text"),
    [
        ("approve", "anna approved this at"),
        ("feature", "anna featured this at"),
        ("remove", "anna removed this at"),
        ("defer", "anna snoozed this at"),
        ("escalate", "anna escalated this at"),
        ("warn", "anna warned the author at"),
        ("block", "anna blocked the author at"),
        ("undo", "anna undid the last decision about this at"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_conflict_says_what_happened_in_words_for_each_action(
    desk, comment, action, text, headers
):
    form, anna = _form(comment), make_moderator(username="anna")
    first = Decision.objects.create(
        comment=comment,
        action="approve" if action == "undo" else action,
        moderator=anna,
        status_before="held",
        status_after="held",
    )
    if action == "undo":
        Decision.objects.create(
            comment=comment,
            action="undo",
            undoes=first,
            moderator=anna,
            status_before="held",
            status_after="held",
        )
    response = desk.post(reverse("desk:decide", args=[comment.pk]), form, **headers)
    page = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert text in page
    assert "Your decision was not saved." in page
    assert '<details class="anyway">' in page


def test_a_case_that_was_closed_without_a_decision_says_so(desk, comment):
    form = _form(comment)
    ReviewItem.objects.update(status=ReviewItem.Status.CLOSED)
    response = desk.post(reverse("desk:defer", args=[comment.pk]), form, **HTMX)
    assert response.status_code == 409
    assert "This case was closed meanwhile." in response.content.decode()


def test_a_request_that_is_sent_twice_is_answered_alike(desk, comment):
    clause = _clause_of(comment)
    form = _form(comment, "remove", clause=clause.pk, note="Rude.")
    answers = [desk.post(reverse("desk:decide", args=[comment.pk]), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("changed", [{"action": "approve"}, {"note": "Not so rude."}])
def test_another_decision_of_ones_own_is_a_conflict(desk, comment, changed):
    form = _form(comment, "remove", clause=_clause_of(comment).pk, note="Rude.")
    desk.post(reverse("desk:decide", args=[comment.pk]), form)
    response = desk.post(reverse("desk:decide", args=[comment.pk]), {**form, **changed})
    assert response.status_code == 409
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("verb", ["decide", "defer", "escalate"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_case_in_other_hands_is_decided_after_it_was_taken_over(desk, comment, verb, headers):
    anna = make_moderator(username="anna")
    cases.claim(item=ReviewItem.objects.get(), moderator=anna)
    address = reverse(f"desk:{verb}", args=[comment.pk])
    form = _form(comment, note="Typed with care.")
    response = desk.post(address, form, **headers)
    page = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert "anna is reviewing this. Your decision was not saved." in page
    assert 'value="Typed with care."' in page
    assert Decision.objects.count() == 0
    over = desk.post(reverse("desk:take_over", args=[comment.pk]), form, **headers)
    page = " ".join(over.content.decode().split())
    assert "You took this over from anna." in page
    assert 'value="Typed with care."' in page
    desk.post(address, form, **headers)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_lost_a_case_is_told_with_the_next_action_and_loses_nothing(desk, comment, headers):
    me, ben = User.objects.get(), make_moderator(username="ben")
    item = ReviewItem.objects.get()
    cases.claim(item=item, moderator=me)
    cases.take_over(item=item, moderator=ben, version_token=version_token_of(comment))
    response = desk.post(
        reverse("desk:decide", args=[comment.pk]),
        _form(comment, note="Typed with care."),
        **headers,
    )
    page = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert "ben took this over from you. Your decision was not saved." in page
    assert 'value="Typed with care."' in page
    assert reverse("desk:take_over", args=[comment.pk]) in page


def test_a_case_that_was_decided_meanwhile_is_not_taken_over(desk, comment):
    form = _form(comment, note="Typed with care.")
    _decided_by(make_moderator(username="anna"), comment)
    response = desk.post(reverse("desk:take_over", args=[comment.pk]), form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "anna approved this at" in page
    assert 'value="Typed with care."' in page


def test_the_page_of_a_conflict_keeps_the_moderators_preferences(desk, comment):
    moderator = User.objects.get()
    Preferences.objects.create(moderator=moderator, mask_evidence=True, single_keys=False)
    form = _form(comment)
    _decided_by(make_moderator(), comment)
    page = desk.post(reverse("desk:decide", args=[comment.pk]), form).content.decode()
    body = re.search(r"<body[^>]*>", page).group()
    assert "masking" in body
    assert 'data-keys="off"' in body


def test_what_was_chosen_is_kept_where_a_decision_is_refused(desk, comment):
    form = _form(comment, "remove", note="Typed with care.")
    clause = comment.findings.get().clause.version.clauses.get(attribute="profanity")
    _decided_by(make_moderator(), comment)
    response = desk.post(reverse("desk:decide", args=[comment.pk]), {**form, "clause": clause.pk})
    page = response.content.decode()
    assert re.search(rf'name="clause" value="{clause.pk}"\s+checked', page)
    assert 'value="Typed with care."' in page


def test_a_request_without_an_action_decides_nothing_and_says_so(desk, comment):
    response = desk.post(reverse("desk:decide", args=[comment.pk]), _form(comment, ""))
    assert response.status_code == 422
    assert "Nothing was decided. Choose Approve or Remove." in response.content.decode()
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_undo_says_where_the_comment_is_now(desk, comment, headers):
    desk.post(reverse("desk:decide", args=[comment.pk]), _form(comment))
    address = reverse("desk:undo", args=[Decision.objects.get().pk])
    page = desk.post(address, follow=True, **headers).content.decode()
    assert "Undone. 1 comment waits for review again." in page
