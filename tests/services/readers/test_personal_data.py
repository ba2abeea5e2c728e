import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.models import Author, Comment
from moderation.models import Appeal, Block, Decision, Notice, Reach, Report, ReviewItem, Trust
from moderation.services.decisions import appeals, blocking, deciding, reporting
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.readers import personal_data
from tests.factories import (
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    make_user,
)

pytestmark = pytest.mark.django_db

NAME, EMAIL, WORDS = "Ani Private", "ani@example.org", "[personal_attack 0.9]"


@pytest.fixture
def author(written_release):
    """An author about whom everything is kept that can be."""
    make_policy_version()
    author = make_author(
        name=NAME,
        email=EMAIL,
        user=make_user(username="ani"),
        external_id="p-ani",
        given_name="Moderator Ani",
        badges=["animator"],
    )
    comment = make_comment(f"Fool! {WORDS}", author=author)
    scoring.score([comment])
    comment.refresh_from_db()
    moderator = make_moderator()
    deciding.decide(
        comment=comment,
        moderator=moderator,
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
    )
    appeals.lodge(notice=comment.notices.get(kind="removed"), text=f"I am {NAME}.")
    other = make_comment("A reply.", parent=comment, status=Comment.Status.PUBLISHED)
    reporting.report(
        comment=other, reporter=f"author:{author.pk}", network="n", author=author, note="By me."
    )
    blocking.block(
        author=author,
        reason="Attacks",
        until=None,
        blocked_by=moderator,
        reach=[Reach.EMAIL],
    )
    Trust.objects.create(author=author, level="held", reason="So says ani.")
    return author


def exported(author):
    return [json.loads(json.dumps(row, default=str)) for row in personal_data.export(author)]


def test_everything_about_an_author_is_exported(author):
    rows = exported(author)
    assert [row["what"] for row in rows] == [
        "author",
        "record",
        "comment",
        "decision",
        "notice",
        "notice",
        "notice",
        "appeal",
        "report",
        "block",
        "trust",
    ]
    assert (rows[0]["name"], rows[0]["email"], rows[0]["account"]) == (NAME, EMAIL, "ani")
    assert (rows[0]["given_name"], rows[0]["badges"]) == ("Moderator Ani", ["animator"])
    assert rows[2]["text"] == f"Fool! {WORDS}"


def test_nothing_about_others_is_exported(author):
    assert "A reply." not in json.dumps(exported(author))


def test_erasing_leaves_no_word_and_no_name(author):
    assert personal_data.erase(author) == 1
    kept = json.dumps(exported(Author.objects.get(pk=author.pk)))
    for trace in (NAME, EMAIL, WORDS, "Fool", "ani", "By me."):
        assert trace not in kept
    assert list(Notice.objects.values_list("evidence", flat=True)) == [[], [], []]
    assert Appeal.objects.get().text == ""
    assert Report.objects.get().author is None


def test_erasing_takes_the_other_names_on_comments_too(author):
    comment = make_comment("By night.", author=author, posted_as="Night nurse")
    assert personal_data.found("Night nurse") == [author]
    assert "Night nurse" in json.dumps(exported(author))
    personal_data.erase(author)
    comment.refresh_from_db()
    assert comment.author_name == personal_data.ERASED_NAME
    assert personal_data.found("Night nurse") == []


def test_decisions_and_the_replies_of_others_stay(author):
    decisions = list(Decision.objects.values())
    personal_data.erase(author)
    assert list(Decision.objects.values()) == decisions
    reply = Comment.objects.get(text="A reply.")
    assert reply.status == Comment.Status.PUBLISHED
    assert reply.parent.author.name == personal_data.ERASED_NAME


def test_a_block_in_force_outlives_the_person_and_an_ended_one_loses_its_hashes(author):
    personal_data.erase(author)
    block = Block.objects.get()
    assert block.email_key
    blocking.lift(block=block, lifted_by=None)
    personal_data.erase(author)
    block.refresh_from_db()
    assert block.email_key == ""


def test_comments_of_the_erased_that_a_run_published_are_taken_back(author):
    migration = import_module("articles.migrations.0005_erased_stay_removed")
    kept = make_comment("A reply.", status=Comment.Status.PUBLISHED)
    personal_data.erase(author)
    author.comments.update(status=Comment.Status.PUBLISHED)
    migration.remove_erased(apps, None)
    assert set(author.comments.values_list("status", flat=True)) == {Comment.Status.REMOVED}
    kept.refresh_from_db()
    assert kept.status == Comment.Status.PUBLISHED


def test_nothing_of_the_erased_waits_at_the_desk(author):
    personal_data.erase(author)
    assert not ReviewItem.objects.open().filter(comment__author=author).exists()


def test_other_authors_are_left_alone(author):
    other = make_comment("Mine.", author=make_author(name="Ben"))
    personal_data.erase(author)
    other.refresh_from_db()
    assert (other.text, other.author.name) == ("Mine.", "Ben")


def test_the_command_finds_exports_and_erases(author, capsys):
    call_command("author_data", "find", EMAIL.upper())
    assert capsys.readouterr().out.startswith(f"{author.pk}: {NAME}")
    call_command("author_data", "find", "paper:p-ani")
    assert capsys.readouterr().out.startswith(f"{author.pk}: {NAME}")
    call_command("author_data", "export", str(author.pk))
    assert json.loads(capsys.readouterr().out.splitlines()[0])["name"] == NAME
    call_command("author_data", "erase", NAME, yes=True)
    author.refresh_from_db()
    assert author.name == personal_data.ERASED_NAME


@pytest.mark.parametrize("who", ["nobody", "", "9" * 30])
def test_nobody_is_found_for_what_fits_nobody(author, who):
    with pytest.raises(CommandError, match="No author matches"):
        call_command("author_data", "export", who)


def test_two_of_one_name_are_told_apart_before_anything_is_erased(author):
    make_author(name=NAME)
    with pytest.raises(CommandError, match="Several authors match"):
        call_command("author_data", "erase", NAME, yes=True)
    assert Author.objects.filter(name=NAME).count() == 2


def test_erasing_asks_first(author, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _: "n")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("author_data", "erase", NAME)


class TestAdmin:
    @pytest.fixture(autouse=True)
    def admin(self, client):
        client.force_login(make_user(is_staff=True, is_superuser=True))

    def act(self, client, author, action, **fields):
        given = {"action": action, "_selected_action": [author.pk], **fields}
        return client.post(reverse("admin:articles_author_changelist"), given)

    def test_an_author_s_data_is_downloaded(self, client, author):
        response = self.act(client, author, "export_author")
        first = b"".join(response.streaming_content).splitlines()[0]
        assert json.loads(first)["email"] == EMAIL

    def test_erasing_asks_and_then_erases(self, client, author):
        assert NAME in self.act(client, author, "erase_author").content.decode()
        author.refresh_from_db()
        assert author.name == NAME
        self.act(client, author, "erase_author", confirmed="yes")
        author.refresh_from_db()
        assert author.name == personal_data.ERASED_NAME
