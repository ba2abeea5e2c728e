import pytest

from moderation.matching import entries
from moderation.models import Clause
from moderation.models.clause_rules import RuleKind
from moderation.services.judging import rules
from moderation.services.policy import adopting_words, drafting, listing, profanity
from moderation.services.policy.adopting_words import NoWordListError
from moderation.services.policy.drafting import DraftChanged
from tests.factories import make_comment, make_policy_version


def test_every_list_of_the_package_can_be_a_rule():
    numbers = profanity.numbers()
    assert len(numbers) == 23
    for language, number in numbers.items():
        words = profanity.words(language)
        adopting_words.check(words, language)
        assert len(words) == number > 50, language


def test_varieties_of_a_language_are_one_list_and_a_language_without_one_has_no_words():
    assert {"pt", "pt_br"} & set(profanity.numbers()) == {"pt"}
    assert profanity.words("hy") == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "The file is not a text in UTF-8. Save it as one, with a word on each"),
        (b"a\0b", "The file has NUL characters, so it is no text. Choose another."),
        (b" \n\n", "The file is empty. Write a word on each line."),
        (b"x" * 500_001, "The file is larger than 500 kB. Divide it into several files."),
        (b"good\nba*d", "“ba*d” has a “*”, which stands for nothing here: list each word as it is"),
    ],
)
def test_a_bad_file_gets_a_sentence(content, told):
    with pytest.raises(NoWordListError) as refused:
        adopting_words.from_file(content)
    assert str(refused.value).startswith(told)


def test_the_words_of_a_file_are_read_once_each_whatever_its_line_ends():
    assert adopting_words.from_file("\ufeffapuš\r\nkacke\n\n apuš \r".encode()) == ["apuš", "kacke"]


@pytest.fixture
def draft(db):
    return drafting.draft_of(policy=make_policy_version().policy)


def adopt(draft, words, **given):
    token = drafting.version_token_of(draft)
    fields = {"place": 0, "language": "sv", "verdict": "hold", "version_token": token}
    return adopting_words.adopt(draft=draft, words=words, **fields | given)


def test_adopted_words_join_the_list_for_their_language_and_other_rules_stay(draft):
    assert adopt(draft, ["fitta"], language="") == 1
    assert adopt(draft, ["fitta", "skit"]) == 2
    assert adopt(draft, ["skit", "jävla"]) == 3
    first = draft.clauses.first()
    listed = [(own.language, own.entries) for own in first.own_rules]
    assert listed == [("", "fitta"), ("sv", "fitta\nskit\njävla")]


def test_words_are_not_adopted_into_a_draft_that_changed_or_a_clause_that_is_not_there(draft):
    token = drafting.version_token_of(draft)
    adopt(draft, ["skit"])
    with pytest.raises(DraftChanged):
        adopt(draft, ["fitta"], version_token=token)
    with pytest.raises(NoWordListError):
        adopt(draft, ["fitta"], place=40)


def test_a_list_for_a_language_judges_and_counts_only_what_may_be_in_it(draft):
    calm = make_comment("Det är slut nu, så vi går hem till mamma.")
    rude = make_comment("She is nothing but a cheap slut.")
    adopt(draft, ["slut"], language="en")
    clauses = [Clause.objects.get(pk=draft.clauses.first().pk)]
    judged = [rules.in_text(comment, clauses) for comment in (calm, rude)]
    assert [len(found) for found in judged] == [0, 1]
    (own,) = clauses[0].own_rules
    assert (own.kind, rules.breaking([calm, rude], own)) == (RuleKind.WORDS, [False, True])
    hits = listing.hits(draft.policy, clauses)
    assert [(hit.entry, hit.times) for hit in hits.entries] == [("slut", 1)]
    assert [*entries.lines(own.entries)] == ["slut"]
