"""A text is read by the release for its language."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.base import Attribute
from moderation.classifiers.multilingual import MultilingualClassifier
from tests.written_classifier import WrittenClassifier

ENGLISH = "The bridge is late again, thank you all the same. [toxicity 0.3]"
GERMAN = "Du bist einfach zu dumm [toxicity 0.6] [personal_attack 0.8] für diese Diskussion."
TURKISH = "Sen bunu anlamayacak kadar aptalsın. [toxicity 0.9]"


class German(WrittenClassifier):
    """It measures two attributes, as a release does whose data have no others."""

    def measures(self, language):
        return frozenset({Attribute.TOXICITY, Attribute.PERSONAL_ATTACK})

    def score(self, texts):
        return [
            {a: p for a, p in own.items() if a in self.measures("de")}
            for own in super().score(texts)
        ]


def readers():
    main = WrittenClassifier("main")
    german = German("german", languages=["de"], sure_below={"de": 0.2})
    return main, german, MultilingualClassifier(main, {"de": german})


def test_each_text_goes_to_the_release_for_its_language_and_keeps_its_place():
    main, german, both = readers()
    scores = both.score([GERMAN, ENGLISH, TURKISH, GERMAN])
    assert [own[Attribute.TOXICITY] for own in scores] == [0.6, 0.3, 0.9, 0.6]
    assert (main.texts_seen, german.texts_seen) == ([ENGLISH, TURKISH], [GERMAN, GERMAN])


def test_of_a_text_in_two_languages_each_reads_its_part_and_the_worst_counts():
    main, german, both = readers()
    (scores,) = both.score([f"{ENGLISH} {GERMAN} {ENGLISH}"])
    assert (scores[Attribute.TOXICITY], scores[Attribute.PERSONAL_ATTACK]) == (0.6, 0.8)
    assert "dumm" not in main.texts_seen[0]
    assert "bridge" not in german.texts_seen[0]
    assert len(main.texts_seen[0]) == len(german.texts_seen[0])


def test_what_a_language_is_not_measured_for_is_0_and_said():
    _, _, both = readers()
    assert both.score([GERMAN])[0][Attribute.THREAT] == 0
    assert both.measures("de") == {Attribute.TOXICITY, Attribute.PERSONAL_ATTACK}
    assert both.measures("en") == frozenset(Attribute)
    assert (both.calm_below("de"), both.calm_below("en")) == (0.2, 1.0)


def test_evidence_stands_where_the_words_stand_in_the_whole_text():
    _, _, both = readers()
    text = f"{ENGLISH} {GERMAN}"
    (span,) = both.explain(text, Attribute.PERSONAL_ATTACK)
    assert text[span.start : span.end] == "[personal_attack 0.8]"
    assert both.explain(GERMAN, Attribute.THREAT) == []


def test_the_reader_of_a_text_is_the_one_that_reads_all_of_it():
    main, german, both = readers()
    found = [both.reader_of(text) for text in (ENGLISH, GERMAN, f"{ENGLISH} {GERMAN}")]
    assert found == [main, german, main]


def test_the_digest_covers_every_release():
    main, german, both = readers()
    other = MultilingualClassifier(main, {"de": German("other", languages=["de"])})
    assert len({main.digest, german.digest, both.digest, other.digest}) == 4
    assert both.languages == {"en", "de"}


@given(st.lists(st.text(max_size=80) | st.sampled_from([ENGLISH, GERMAN, TURKISH]), max_size=4))
def test_any_texts_get_five_probabilities_each(texts):
    _, _, both = readers()
    assert [list(own) for own in both.score_in_bulk(texts)] == [list(Attribute)] * len(texts)
