import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from moderation.models import Decision, Notice
from moderation.models.notice_texts import KNOWN, filled, problems, validate_notice_texts
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.policy import differences, documents, drafting, notice_previews
from moderation.services.readers import mailing, notice_texts
from tests.factories import make_author, make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

ENGLISH = "Dear {name}, we do not print “{rule}” at {site}, not under “{article}”."
GERMAN = "Guten Tag {name}, „{rule}“ drucken wir nicht."


@pytest.fixture
def clause():
    clause = make_policy_version().clauses.get(quote="personal attacks")
    clause.notice_texts = {"en": ENGLISH, "de": GERMAN}
    clause.save()
    return clause


def removed(clause, **author):
    comment = make_comment("You fool.", author=make_author(**{"name": "Ani", **author}))
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
        clause=clause,
    )
    return Notice.objects.get(comment=comment)


def test_the_name_and_the_rule_are_filled_in(clause, settings):
    settings.SITE_NAME = "The Paper"
    notice = removed(clause)
    assert notice_texts.of(notice) == (
        "Dear Ani, we do not print “personal attacks” at The Paper, not under "
        f"“{notice.comment.article.title}”."
    )


def test_the_language_of_the_page_is_used_or_else_the_sites(clause):
    notice = removed(clause)
    with translation.override("de"):
        assert notice_texts.of(notice) == "Guten Tag Ani, „personal attacks“ drucken wir nicht."
    notice.clause.notice_texts = {"de": GERMAN}
    assert notice_texts.of(notice).startswith("Guten Tag")


def test_the_page_and_the_e_mail_have_it_and_escape_what_is_filled_in(clause, client):
    notice = removed(clause, name="<b>Ani</b> {rule}", email="ani@example.org")
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "Dear &lt;b&gt;Ani&lt;/b&gt; {rule}, we do not print" in page
    assert "Dear <b>Ani</b> {rule}, we do not print" in mailing.message_of(notice).body


def test_other_notices_do_not_have_it(clause):
    notice = removed(clause)
    notice.kind = Notice.Kind.HELD
    assert notice_texts.of(notice) == ""


def test_an_unknown_placeholder_is_refused_with_those_that_are_known():
    assert problems("Dear {nme}, {name} {}") == [
        f"“{{nme}}” is not known. Use {KNOWN}, or write it without braces.",
        f"“{{}}” is not known. Use {KNOWN}, or write it without braces.",
    ]
    with pytest.raises(ValidationError, match="is no language of the site"):
        validate_notice_texts({"fi": "Hei"})


@given(st.text(), st.text())
def test_what_is_filled_in_is_never_filled_in_again(before, name):
    text = before.replace("{", "").replace("}", "") + "{name}"
    assert filled(text, {"name": name, "rule": "no"}) == text.removesuffix("{name}") + name


def test_a_preview_is_about_the_last_removal_under_the_words(clause):
    assert notice_previews.of_clauses([clause]) == []
    newest = make_comment(author=make_author(name="Ben"))
    assert [(p.comment, p.is_removed) for p in notice_previews.of_clauses([clause])] == [
        (newest, False),
        (newest, False),
    ]
    notice = removed(clause)
    english, german = notice_previews.of_clauses([clause])
    assert (english.comment, english.is_removed) == (notice.comment, True)
    assert german.text == "Guten Tag Ani, „personal attacks“ drucken wir nicht."


def test_a_document_has_the_texts_and_gives_them_back(clause):
    document = documents.write(clause.version)
    assert document["clauses"][1]["notices"] == {"de": [GERMAN], "en": [ENGLISH]}
    again = documents.read(document)
    assert again.clauses[1].clause().notice_texts == {"de": GERMAN, "en": ENGLISH}


def test_a_document_with_an_unknown_placeholder_is_refused_by_its_place(clause):
    document = documents.write(clause.version)
    document["clauses"][1]["notices"]["de"] = ["Guten Tag {nme}"]
    with pytest.raises(documents.DocumentError, match=r"clauses\[1\].notices.de: “{nme}” is not"):
        documents.read(document)


def test_the_next_version_keeps_them_and_a_change_is_told(clause):
    draft = drafting.draft_of(policy=clause.version.policy)
    (copied,) = [own for own in draft.clauses.all() if own.quote == clause.quote]
    assert copied.notice_texts == clause.notice_texts
    copied.notice_texts = {}
    assert "another text in notices" in str(differences.between([clause], [copied]))
