"""Cases and decisions, as at the desk."""

import pytest

from articles.models import Comment
from moderation.models import Decision, ReviewItem, Scope
from moderation.services.decisions import cases, deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import (
    make_article,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)


@pytest.fixture
def article(db):
    make_policy_version()
    return make_article()


def make_case(article, **fields):
    comment = make_comment("You idiot.", article=article, status="held")
    return make_review_item(comment, **fields)


@pytest.fixture
def case(article):
    item = make_case(article, probability=0.9)
    clause = make_policy_version().clauses.get(attribute="personal_attack")
    make_finding(item.comment, clause, evidence=[[4, 9, 1.5]])
    return item


@pytest.fixture
def decide(call, case):
    """Decide about the case's comment, with its present token."""

    def decide(action="remove", **fields):
        token = version_token_of(Comment.objects.get(pk=case.comment_id))
        body = {"action": action, "version_token": token} | fields
        return call("POST", f"/comments/{case.comment_id}/decisions", body)

    return decide


def test_a_case_says_why_it_is_there_and_what_can_be_decided(call, case):
    (listed,) = call("GET", "/queues/needs_review")[1]["cases"]
    attacks = case.comment.findings.get().clause
    assert listed["comment"]["id"] == case.comment_id
    assert listed["version_token"] == version_token_of(case.comment)
    assert listed["desk_url"] == f"https://comments.example.org/desk/comments/{case.comment_id}/"
    assert listed["findings"] == [
        {
            "reason": "clause",
            "clause": attacks.pk,
            "quote": "personal attacks",
            "verdict": "hold",
            "probability": 0.9,
            "threshold": 0.85,
            "evidence": [{"start": 4, "end": 9, "text": "idiot"}],
        }
    ]
    assert [clause["quote"] for clause in listed["clauses"]] == ["personal attacks", "profanity"]


def test_pages_of_cases_follow_each_other(call, article):
    items = [make_case(article, priority=n, probability=n / 10) for n in range(5)]
    found, path = [], "/queues/needs_review?limit=2"
    while path:
        page = call("GET", path)[1]
        found += [listed["comment"]["id"] for listed in page["cases"]]
        path = page["next"] and f"/queues/needs_review?limit=2&cursor={page['next']}"
    assert found == [item.comment_id for item in reversed(items)]


@pytest.mark.parametrize("number", [1, 3])
def test_listing_cases_takes_the_same_queries_for_any_number(
    call, article, number, django_assert_num_queries
):
    call("GET", "/queues")  # the use of the key is noted
    for _ in range(number):
        make_case(article)
    with django_assert_num_queries(14):
        call("GET", "/queues/needs_review")


def test_queues_are_counted(call, case):
    counted = {own["queue"]: (own["cases"], own["more"]) for own in call("GET", "/queues")[1]}
    assert counted == {
        queue: (int(queue == "needs_review"), False) for queue in ReviewItem.Queue.values
    }


def test_a_removal_cites_a_clause_and_is_the_users_own(call, case, decide):
    clause = case.comment.findings.get().clause
    status, made = decide(clause=clause.pk, note="Insult.")
    decision = Decision.objects.get()
    assert (status, made["id"], made["status"], made["clause"]) == (
        201,
        decision.pk,
        "removed",
        clause.pk,
    )
    assert (decision.moderator.get_username(), decision.note) == (made["moderator"], "Insult.")
    assert Comment.objects.get().status == "removed"


@pytest.mark.parametrize(("action", "status"), [("approve", "published"), ("feature", "published")])
def test_approving_and_featuring_publish(decide, action, status):
    assert decide(action)[1]["status"] == status


@pytest.mark.parametrize("action", ["defer", "escalate"])
def test_a_case_is_set_aside(decide, action):
    assert decide(action)[0] == 201
    assert ReviewItem.objects.open().count() == 1


@pytest.mark.parametrize("action", ["warn", "block", "undo"])
def test_an_action_with_a_call_of_its_own_is_refused(decide, action):
    status, problem = decide(action)
    assert (status, problem["type"], Decision.objects.count()) == (
        422,
        "urn:comity:problem:action",
        0,
    )


def test_a_decision_on_an_old_token_says_what_happened(call, case):
    token, moderator = version_token_of(case.comment), make_moderator(username="anna")
    made = deciding.decide(
        comment=case.comment,
        moderator=moderator,
        action=Decision.Action.APPROVE,
        version_token=token,
    )
    status, problem = call(
        "POST",
        f"/comments/{case.comment_id}/decisions",
        {"action": "remove", "version_token": token},
    )
    assert (status, problem["type"], problem["decision"]) == (
        409,
        "urn:comity:problem:changed",
        made.pk,
    )
    assert problem["detail"].startswith("anna approved this at ")
    assert problem["version_token"] == version_token_of(Comment.objects.get())
    assert Comment.objects.get().status == "published"


def test_a_clause_of_another_policy_is_refused(decide):
    other = make_policy_version(make_article()).clauses.first()
    status, problem = decide(clause=other.pk)
    assert (status, Decision.objects.count()) == (404, 0)
    assert problem["detail"] == (
        "There is no such clause in force for this comment. The case lists those that there are."
    )


def test_a_case_is_claimed_and_released(call, case):
    status, claim = call("POST", f"/comments/{case.comment_id}/claim", {})
    case.refresh_from_db()
    assert (status, claim["claimed_until"] is None) == (200, False)
    assert case.claimed_by is not None
    assert call("DELETE", f"/comments/{case.comment_id}/claim")[0] == 204
    case.refresh_from_db()
    assert case.claimed_by is None


def test_a_case_that_a_colleague_has_claimed_is_decided_only_on_purpose(call, case, decide):
    cases.claim(item=case, moderator=make_moderator(username="anna"))
    assert call("GET", "/queues/needs_review")[1]["cases"][0]["claimed_by"] == "anna"
    for status, problem in (call("POST", f"/comments/{case.comment_id}/claim", {}), decide()):
        assert (status, problem["detail"]) == (
            409,
            "anna is reviewing this. Take another case, or decide with “despite_claim”.",
        )
    assert decide(despite_claim=True)[0] == 201


def test_an_escalated_case_is_for_a_senior(case, decide):
    decide("escalate")
    status, problem = decide("approve")
    assert (status, problem["detail"]) == (
        403,
        "This case was escalated: a senior moderator must decide it.",
    )
    assert Comment.objects.get().status == "held"


def test_a_decision_is_undone_once(call, case, decide):
    made = decide()[1]
    status, undone = call("POST", f"/decisions/{made['id']}/undo")
    assert (status, undone["action"], undone["status"]) == (201, "undo", "held")
    status, problem = call("POST", f"/decisions/{made['id']}/undo")
    assert (status, problem["type"]) == (409, "urn:comity:problem:cannot-undo")


def test_two_keys_decide_for_their_own_users(call, case, secret_with):
    bo = make_moderator(username="bo")
    secret = secret_with(Scope.MODERATE, moderator=bo)
    body = {"action": "approve", "version_token": version_token_of(case.comment)}
    made = call("POST", f"/comments/{case.comment_id}/decisions", body, key=secret)[1]
    assert made["moderator"] == "bo"
