from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Comment
from moderation.models import Finding, Verdict
from moderation.services.judging import rules, scoring
from tests.factories import make_clause, make_comment, make_policy_version

NOW = timezone.now()


@pytest.mark.parametrize(
    ("text", "phrases", "words"),
    [
        ("Buy SNAKE oil now", "snake oil", ["SNAKE oil"]),
        ("snakes oil", "snake oil", []),
        ("a.press release", "press", ["press"]),
        ("WordPress", "press", []),
        ("ѕnаke oil", "snake oil", ["ѕnаke oil"]),
        ("sna\u200bke oil", "snake oil", ["sna\u200bke oil"]),
        ("sn4ke oil", "snake oil", ["sn4ke oil"]),
        ("s n a k e oil", "snake oil", ["s n a k e oil"]),
        ("sn**e oil", "snake oil", ["sn**e oil"]),
        ("oil, snake; oil!", "snake oil\noil", ["oil", "snake; oil", "oil"]),
        ("nothing", "", []),
        ("the moon and a toll", "moron\ntroll", []),
        ("a 🖕, c++ and c", "🖕\nc++", ["🖕", "c++"]),
        ("nothing", "\n  \n", []),
        ("", "snake", []),
    ],
)
def test_listed_words_are_found_whole_and_through_disguises(text, phrases, words):
    assert [text[start:end] for start, end in rules.listed_words(text, phrases)] == words


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_and_any_list_give_spans_within_the_text(text, phrases):
    for start, end in rules.listed_words(text, phrases):
        assert 0 <= start < end <= len(text)


def found(text, **fields):
    clause = make_clause(attribute="", **fields)
    comment = Comment(text=text)
    (own,) = rules.findings([comment], [[clause]])
    return [(f.reason, f.verdict) for f in own]


def test_words_to_hold_outweigh_words_to_queue():
    lists = {"words_to_hold": "snake oil", "words_to_queue": "snake\nmiracle"}
    assert found("snake oil", **lists) == [(Finding.Reason.WORDS, Verdict.HOLD)]
    assert found("a miracle", **lists) == [(Finding.Reason.WORDS, Verdict.QUEUE)]
    assert found("nothing", **lists) == []


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("See https://a.example/x and www.b.example", True),
        ("See https://a.example/x", False),
        ("shop.com, deals.biz", True),
        ("bit.ly/x, t.me/deals", True),
        ("deals.shop", False),
        ("[a.shop](http://a.shop)", False),
        ("e.g. this. And that.", False),
    ],
)
def test_links_are_counted(text, held):
    assert found(text, links_to_hold=2) == ([(Finding.Reason.LINKS, Verdict.HOLD)] if held else [])


@pytest.mark.django_db
class TestRepeats:
    def findings(self, comment):
        (found,) = rules.findings([comment], [[make_clause(attribute="", repeats_to_hold=2)]])
        return found

    def test_the_same_text_again_is_held_whatever_its_case_and_spaces(self):
        first = make_comment("Vote  NOW")
        again = make_comment("vote now", author=first.author)
        assert self.findings(first) == []
        assert [f.reason for f in self.findings(again)] == [Finding.Reason.REPEATED]

    def test_each_comment_of_a_batch_is_counted_separately(self):
        clause = make_clause(attribute="", repeats_to_hold=3)
        author = make_comment("Vote").author
        later = [NOW + timedelta(hours=hours) for hours in (1, 2, 25.5, 25.9)]
        comments = [make_comment("VOTE", author=author, posted_at=moment) for moment in later]
        found = rules.findings(comments, [[clause]] * 4)
        assert [len(own) for own in found] == [0, 1, 0, 1]

    def test_a_draft_is_counted_with_what_is_stored(self):
        first = make_comment("Vote")
        draft = Comment(text="vote", author=first.author, article=first.article)
        assert [f.reason for f in self.findings(draft)] == [Finding.Reason.REPEATED]
        assert self.findings(Comment(text="vote")) == []

    def test_three_comments_cost_as_many_queries_as_one(self, django_assert_num_queries):
        clause = make_clause(attribute="", repeats_to_hold=2)
        for number in (1, 3):
            comments = [make_comment("Vote") for _ in range(number)]
            with django_assert_num_queries(1):
                rules.findings(comments, [[clause]] * number)

    def test_others_and_other_days_do_not_count(self):
        old = make_comment("Vote", posted_at=NOW - timedelta(days=2))
        make_comment("Vote")
        assert self.findings(make_comment("Vote", author=old.author)) == []


@pytest.mark.django_db
def test_a_listed_word_holds_a_comment_that_the_classifier_would_publish(written_release):
    version = make_policy_version()
    version.clauses.filter(attribute="profanity").update(words_to_hold="snake oil")
    comment = make_comment("Buy snake oil")
    scoring.score([comment])
    comment.refresh_from_db()
    finding = comment.findings.get()
    assert comment.status == Comment.Status.HELD
    assert (finding.reason, finding.evidence) == (Finding.Reason.WORDS, [[4, 13, 0.0]])
    assert comment.notices.get().evidence == ["snake oil"]
    assert comment.review_items.open().count() == 1
