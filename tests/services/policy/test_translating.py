"""A clause in several languages is one clause: readers see their own words, decisions cite one."""

import pytest
from django.core import mail
from django.utils import timezone, translation

from articles.models import Author
from moderation.models import Decision, Notice, PolicyVersion
from moderation.services.judging import scoring
from moderation.services.policy import documents, drafting, importing, posted, shipped, translating
from moderation.services.policy.drafting import DraftChanged
from moderation.services.policy.publishable import NotPublishable
from moderation.services.readers import mailing
from tests.factories import make_author, make_comment, make_policy_version

pytestmark = pytest.mark.django_db

FRENCH = "Pas de grossièretés ni d’attaques personnelles."
QUOTES = ["grossièretés", "attaques personnelles"]
WORDS = dict(zip(("profanity", "personal attacks"), QUOTES, strict=True))


@pytest.fixture
def draft(written_release):
    return drafting.draft_of(policy=make_policy_version().policy)


def translate(draft, text=FRENCH, quotes=WORDS, **given):
    token = translating.version_token_of(draft)
    fields = {"language": "fr", "version_token": token, **given}
    translating.save(draft=draft, text=text, quotes=quotes, **fields)


def published(draft):
    drafting.publish(draft=draft, published_by=None)
    return PolicyVersion.objects.default_version()


def test_a_reader_sees_the_words_in_their_language_and_others_the_original(draft):
    translate(draft)
    version = published(draft)
    shown = {}
    for language in ("fr", "fr-ca", "hy"):
        with translation.override(language):
            rules = posted.rules(version.clauses.all())
            shown[language] = (version.text_for_reader, [rule.quote for rule in rules])
    assert shown["fr"] == shown["fr-ca"] == (FRENCH, QUOTES)
    assert shown["hy"] == (version.text, ["profanity", "personal attacks"])


def test_a_rule_has_one_address_whatever_the_language(draft):
    translate(draft)
    clauses = published(draft).clauses.all()
    with translation.override("fr"):
        french = [rule.anchor for rule in posted.rules(clauses)]
    assert french == [rule.anchor for rule in posted.rules(clauses)]


def test_an_email_quotes_the_clause_in_the_authors_language_and_the_decision_cites_one(draft):
    translate(draft)
    version = published(draft)
    clause = version.clauses.get(quote="personal attacks")
    for language in ("fr", "en"):
        author = make_author(email=f"{language}@example.org", language=language)
        scoring.score([make_comment("You [personal_attack 0.9]!", author=author)])
    assert set(Notice.objects.values_list("clause", flat=True)) == {clause.pk}
    assert set(Decision.objects.values_list("clause", flat=True)) <= {clause.pk}
    Notice.objects.update(created_at=timezone.now() - timezone.timedelta(hours=1))
    mailing.send_due()
    bodies = {email.to[0]: email.body for email in mail.outbox}
    assert "« attaques personnelles »" in bodies["fr@example.org"].replace("\u00a0", " ")
    assert "“personal attacks”" in bodies["en@example.org"]
    assert Author.objects.count() == 2


def test_a_version_with_a_clause_that_is_not_translated_cannot_be_published(draft):
    translate(draft, quotes=WORDS | {"personal attacks": "menaces"})
    with pytest.raises(NotPublishable) as refused:
        drafting.publish(draft=draft, published_by=None)
    told = "The text in French has no words for “personal attacks”. Quote some there."
    assert str(refused.value) == told


def test_a_translation_is_taken_away_by_an_empty_text_and_stays_in_the_next_draft(draft):
    translate(draft)
    version = published(draft)
    following = drafting.draft_of(policy=version.policy)
    assert following.texts == {"fr": FRENCH}
    assert [clause.quotes for clause in following.clauses.all()] == [{"fr": q} for q in QUOTES]
    translate(following, text="")
    assert following.texts == {}
    assert [clause.quotes for clause in following.clauses.all()] == [{}, {}]


def test_nothing_is_overwritten_that_another_editor_saved(draft):
    token = translating.version_token_of(draft)
    translate(draft)
    with pytest.raises(DraftChanged):
        translate(draft, text="Autre.", version_token=token)
    draft.refresh_from_db()
    assert draft.texts == {"fr": FRENCH}


def test_a_document_keeps_the_translations(draft):
    translate(draft)
    written = documents.document_of(published(draft))
    read = documents.loads(documents.dumps(written).encode())
    assert read == written
    assert read.texts == {"fr": FRENCH}
    importing.publish_from(policy=draft.policy, document=read)
    assert documents.document_of(PolicyVersion.objects.default_version()) == written


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"texts": {"xx": ["a"]}}, "texts.xx"),
        ({"texts": {"fr": ["Rien."]}}, "clauses[0].quotes.fr"),
        ({"texts": {}}, "clauses[0].quotes.fr"),
        ({"texts": {"fr": [" "]}}, "texts.fr"),
    ],
)
def test_a_document_whose_translation_says_other_words_is_refused(draft, change, place):
    translate(draft)
    data = documents.write(published(draft)) | change
    with pytest.raises(documents.DocumentError) as refused:
        documents.read(data)
    assert refused.value.place == place


def test_a_shipped_policy_has_its_text_in_the_other_language_too():
    for own in shipped.available():
        document, other = shipped.of_key(own.key), {"en": "de", "de": "en"}[own.language]
        assert document.texts == {other: shipped.document(own.name, other).text}
        assert documents.read(document.data()) == document
