"""Authors, warnings and blocks."""

from moderation.models import AuthorRecord, Block, Decision, Notice
from moderation.services.decisions import blocking
from tests.factories import make_author, make_comment


def test_an_author_is_found_by_the_papers_id_with_their_record(call):
    author = make_author(name="Ada", external_id="r1")
    AuthorRecord.objects.create(author=author, approved=3, removed=1)
    status, found = call("GET", "/authors?external_id=r1")
    assert (status, found) == call("GET", f"/authors/{author.pk}")
    assert (found["id"], found["name"], found["approved"], found["removed"], found["block"]) == (
        author.pk,
        "Ada",
        3,
        1,
        None,
    )


def test_an_author_without_a_record_has_no_decisions(call):
    found = call("GET", f"/authors/{make_author().pk}")[1]
    assert (found["approved"], found["removed"]) == (0, 0)


def test_a_warning_is_a_decision_with_a_notice(call):
    comment = make_comment()
    body = {"comment": comment.pk, "reason": "Please be civil."}
    status, made = call("POST", f"/authors/{comment.author_id}/warnings", body)
    assert (status, made["action"]) == (201, "warn")
    assert Notice.objects.get().kind == Notice.Kind.WARNED


def test_a_warning_is_about_a_comment_of_the_author(call):
    body = {"comment": make_comment().pk, "reason": "Please be civil."}
    status, problem = call("POST", f"/authors/{make_author().pk}/warnings", body)
    assert (status, problem["type"], Decision.objects.count()) == (
        422,
        "urn:comity:problem:not-theirs",
        0,
    )


def test_an_author_is_blocked_until_a_moment(call):
    author = make_author()
    body = {"reason": "Insults.", "until": "2099-01-01T00:00:00Z"}
    status, blocked = call("PUT", f"/authors/{author.pk}/block", body)
    assert (status, blocked["block"]["reason"], blocked["block"]["until"]) == (
        200,
        "Insults.",
        "2099-01-01T00:00:00Z",
    )
    assert blocking.refusal(author).startswith("You are blocked from commenting until")


def test_a_block_because_of_a_comment_is_a_decision(call):
    comment = make_comment()
    body = {"reason": "Insults.", "comment": comment.pk}
    call("PUT", f"/authors/{comment.author_id}/block", body)
    assert Decision.objects.get().action == Decision.Action.BLOCK
    assert Block.objects.get().until is None


def test_a_block_takes_the_place_of_the_former(call):
    author = make_author()
    for reason in ("Insults.", "More insults."):
        call("PUT", f"/authors/{author.pk}/block", {"reason": reason})
    assert [block.reason for block in Block.objects.in_force()] == ["More insults."]


def test_a_block_is_lifted(call):
    author = make_author()
    call("PUT", f"/authors/{author.pk}/block", {"reason": "Insults."})
    assert call("DELETE", f"/authors/{author.pk}/block")[0] == 204
    assert call("GET", f"/authors/{author.pk}")[1]["block"] is None


def test_an_unknown_author_is_not_found(call):
    answers = [
        call("GET", "/authors/7"),
        call("GET", "/authors?external_id=x"),
        call("PUT", "/authors/7/block", {"reason": "Insults."}),
        call("DELETE", "/authors/7/block"),
    ]
    assert [(status, body["detail"]) for status, body in answers] == [
        (404, "There is no such author.")
    ] * 4
