import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.linear.features import token_spans
from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.normalizer import REORDERING, Normalizer, Stage
from tests.classifiers.conftest import KNOWN, WORDS

DISGUISES = {
    "sh!t": "shit",
    "$hit": "shit",
    "a$$": "ass",
    "@sshole": "asshole",
    "1d1ot": "idiot",
    "1d10t": "idiot",
    "idiiot": "idiot",
    "idiiiiiot": "idiot",
    "FUUUUCK": "fuck",
    "f.u.c.k": "fuck",
    "f-u-c-k": "fuck",
    "f*u*c*k": "fuck",
    "i d i o t": "idiot",
    "I D I O T": "idiot",
    "ïdïöt": "idiot",
    "i̶d̶i̶o̶t̶": "idiot",
    "іdіоt": "idiot",
    "ｉｄｉｏｔ": "idiot",
    "𝖎𝖉𝖎𝖔𝖙": "idiot",
    "ⓘⓓⓘⓞⓣ": "idiot",
    "i\u200bd\u00adi\u2060ot": "idiot",
    "idxx\b\biot": "idiot",
    "\u202etoidi\u202c": "idiot",
    "id&#105;ot": "idiot",
    "idoit": "idiot",
    "idot": "idiot",
    "fcuk": "fuck",
    "phuck": "fuck",
    "shyt": "shit",
    "asshoole": "asshole",
    "f**k": "█fuck",
    "f—k": "█fuck",
    "f...k": "█fuck",
    "f*cking": "█fucking",
    "a**hole": "█asshole",
    "b****": "█bitch",
    "jack(…)": "█jackass",
}

INNOCENT = [
    "Scunthorpe",
    "$5.99",
    "mp3",
    "h2o",
    "covid19",
    "4x4",
    "U.S.A.",
    "a b c",
    "h e l l o",
    "he'll",
    "as-is",
    "**bold**",
    "price**",
    "note*",
    "print(...)",
    "class(...)",
    "x**2",
    "#hello",
    "@you",
    "http://example.org/a$$/1d1ot",
    "someone@example.org",
    "www.example.org",
    "հայաստան",
    "привет",
    "й",
    "السلام",
    "你好",
    "नमस्ते",
    "🙂",
]


@pytest.mark.parametrize(("disguise", "word"), DISGUISES.items())
def test_it_sees_through(normalize, disguise, word):
    assert normalize(f"well {disguise} hello").text == f"well {word} hello"


@pytest.mark.parametrize(
    ("disguise", "words"),
    [
        ("you&nbsp;idiot", "you idiot"),
        ("&#105; &#100; &#105; &#111; &#116;", "idiot"),
        ("i̶ d̶ i̶ o̶ t̶", "idiot"),
        ("0 1 D 1 0 T A$$", "0 idiot ass"),
    ],
)
def test_it_sees_through_one_disguise_behind_another(normalize, disguise, words):
    assert normalize(disguise).text == words


@pytest.mark.parametrize("text", INNOCENT)
def test_it_leaves_innocent_text_alone(normalize, text):
    assert normalize(text).text == text.casefold()


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_span_of_a_disguised_word_points_at_the_text_as_posted(normalize, disguise):
    text = f"hello {disguise} !"
    spans = {text[start:end] for _, start, end in token_spans(normalize(text))}
    visible = disguise.strip("\u202e\u202c")
    assert spans == {"hello", visible, "!"}


EXAMPLES = {
    Stage.DELETIONS: ("gardex\bn", "garden"),
    Stage.OVERRIDES: ("\u202enedrag\u202c", "garden"),
    Stage.SPELLING: ("f u c k", "fuck"),
    Stage.ENTITIES: ("g&#97;rden", "garden"),
    Stage.INVISIBLES: ("gar\u200bden", "garden"),
    Stage.COMPATIBILITY: ("ｇarden", "garden"),
    Stage.TURNED: ("ʇoᴉpᴉ", "idiot"),
    Stage.HOMOGLYPHS: ("gаrden", "garden"),
    Stage.CASE: ("GARDEN", "garden"),
    Stage.MARKS: ("gärden", "garden"),
    Stage.RUNS: ("gaaaarden", "gaarden"),
    Stage.DISGUISES: ("f**k", "█fuck"),
}


@pytest.mark.parametrize("stage", Stage)
def test_each_stage_sees_through_its_disguise_and_can_be_switched_off(normalize, stage):
    disguised, plain = EXAMPLES[stage]
    without = Normalizer(normalize.lexicon, stages=set(Stage) - {stage})
    assert normalize(disguised).text == plain
    assert without(disguised).text != plain


PIECES = ["&#105;", "&#32;", "&nbsp;", "&amp;", "&#8;", "&", "amp;", "i", "d", "o", "t", "1", "$$"]
PIECES += [" ", " ", ".", "f**k", "(…)", "ﷺ", "¨", "\u0308", "\u202e", "\b", "ⓘ", "і", "ﬁ", "www."]

NASTY = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.text("idots fuck!1|@$*.-_()…#&;\b\x7f\u200b\u202e\u202cіо̶İßǰﷺ￼ \n\t\x1c\x85"),
    st.lists(st.sampled_from([*DISGUISES, *WORDS, *KNOWN, *INNOCENT]), max_size=8).map(" ".join),
    st.lists(st.sampled_from([*DISGUISES, *WORDS, *INNOCENT]), max_size=4).map("".join),
)


@given(NASTY)
def test_the_map_has_a_place_in_the_original_for_every_character(normalize, text):
    aligned = normalize(text)
    assert len(aligned.starts) == len(aligned.ends) == len(aligned.text)
    assert all(
        0 <= start < end <= len(text)
        for start, end in zip(aligned.starts, aligned.ends, strict=True)
    )


@given(NASTY)
def test_normalising_again_changes_nothing(normalize, text):
    once = normalize(text).text
    assert normalize(once).text == once


def test_signs_behind_a_mask_go_with_it(normalize):
    assert normalize("B@@@H¬").text == normalize(normalize("B@@@H¬").text).text


@given(st.lists(st.sampled_from([*WORDS, *KNOWN]), max_size=8), st.sampled_from(" \n\t"))
def test_plain_words_keep_their_places(normalize, words, space):
    text = space.join(words)
    assert [(text[start:end], token) for token, start, end in token_spans(normalize(text))] == [
        (word, word) for word in words
    ]


@given(st.text("aeotlsidkfuIDT0134'\"().,;:]", min_size=1, max_size=12))
def test_the_short_cut_for_plain_words_says_what_all_stages_say(normalize, chunk):
    plain = normalize.plain_word(chunk)
    if plain:
        assert list(token_spans(normalize.chunk(AlignedText.of(chunk)))) == [plain]


@given(st.lists(NASTY, max_size=3))
def test_chunks_normalise_the_same_wherever_they_stand(normalize, texts):
    chunks = [chunk for text in texts for chunk in text.split() if not REORDERING.search(chunk)]
    apart = {chunk: normalize(chunk).text for chunk in chunks}
    chunks = [chunk for chunk in chunks if len(apart[chunk]) > 1]  # single letters may spell
    assert normalize(" ".join(chunks)).text == " ".join(apart[chunk] for chunk in chunks)


def test_arabic_words_are_read_without_points_strokes_and_letters_of_persian(normalize):
    dog = "\u0643\u0644\u0628"
    pointed, stretched = "\u0643\u064e\u0644\u0652\u0628\u064c", "\u0643\u0640\u0640\u0644\u0628"
    for text in (pointed, stretched, "\u06a9\u0644\u0628"):
        assert normalize(text).text == dog
    assert normalize(stretched).origin(0, 3) == (0, 5)
    assert normalize("\u0640\u0640 a").text == "a"
