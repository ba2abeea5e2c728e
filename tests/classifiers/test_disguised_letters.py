"""Letters that look different, stand apart or are hidden are read, and calm text stays calm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.linear.features import token_spans
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer

ABUSE = ("moron", "bastard", "wanker", "fool", "kill", "prick", "mama")
CALM = ("the", "garden", "town", "door", "gate", "and", "her", "his", "bar", "man", "over")

KINDS = {
    "small capitals": ["ᴍᴏʀᴏɴ", "ʙᴀꜱᴛᴀʀᴅ", "ᴍoʀoɴ", "ғᴏᴏʟ"],
    "full width": ["ｍｏｒｏｎ", "Ｂａｓｔａｒｄ"],
    "black boxes and circles": ["🅼🅾🆁🅾🅽", "🅑🅐🅢🅣🅐🅡🅓"],
    "white boxes and circles": ["🄼🄾🅁🄾🄽", "ⓜⓞⓡⓞⓝ", "⒨⒪⒭⒪⒩"],
    "regional indicators": ["🇧🇦🇸🇹🇦🇷🇩", "🇰🇮🇱🇱", "🇲 🇴 🇷 🇴 🇳"],
    "upside down": ["uoɹoɯ", "pɹɐʇsɐq", "ɹǝʞuɐʍ", "ʞɔᴉɹd"],
    "superscripts": ["ᵐᵒʳᵒⁿ", "ₖᵢₗₗ"],
    "mathematical alphabets": ["𝓶𝓸𝓻𝓸𝓷", "𝕓𝕒𝕤𝕥𝕒𝕣𝕕", "𝙺𝙸𝙻𝙻"],
    "stacked marks": ["m̷͎̈ò̸͔r̶̹͝o̵͖͂n̸̞̈", "m҉o҉r҉o҉n҉", "k็i็l็l็"],
    "signs between letters": [
        "m/o/r/o/n",
        "m\\o\\r\\o\\n",
        "p,r,i,c,k",
        "k~i~l~l",
        'k"i"l"l',
        "m_o_r_o_n",
    ],
    "emoji between letters": ["m🙂o🙂r🙂o🙂n", "k👏i👏l👏l", "mo🔥ron"],
    "letters in brackets": ["(m)(o)(r)(o)(n)", "[k][i][l][l]", "{f}{o}{o}{l}"],
    "tags": ["mo<b>ro</b>n", "bas<i>tard", "ba[b]star[/b]d", "pr<!--x-->ick", "mo<br/>ron"],
    "Markdown": ["m**o**ron", "wan~~k~~er", "pri__ck"],
    "entities": ["m&#111;ron", "&#x6d;oron", "mor&#111n", "wan&shy;ker", "mo&zwnj;ron"],
    "escapes": ["mor%6fn", "pr\\u0069ck", "f\\x6fol"],
    "a full stop": ["mo.ron", "ki.ll"],
    "look-alikes of a living script": ["ьаѕтагԁ", "ωαηκεя"],
    "look-alikes of several scripts": ["mоrоn", "ßastard", "ρяι¢κ", "₥oron"],
    "look-alikes of other scripts": ["ꓟꓳꓣꓳꓠ", "ᗰOᖇOᑎ", "ᏢᖇI⊂Ꮶ", "ᗷᗩSTᗩᖇD"],
    "several signs for a letter": [
        "vvanker",
        "m()ron",
        "f[]ol",
        "pric|<",
        "|<ill",
        "rnoron",
        "pri(k",
    ],
    "digits": ["m0r0n", "pr1ck", "b4st4rd"],
    "repeated letters": ["moooooron", "wankkkker"],
}
MASKS = {
    "an apostrophe": ["m'ron", "pr'ck", "w’nker", "b'stard"],
    "a block": ["m█ron", "w■nker", "b▇▇tard", "pr×ck"],
    "an emoji": ["m🙈ron", "pr•ck"],
}


@pytest.fixture(scope="module")
def normalize() -> Normalizer:
    return Normalizer(Lexicon(ABUSE, CALM))


def words_of(normalize, text):
    return [word for word, _, _ in token_spans(normalize(text))]


@pytest.mark.parametrize(
    "disguise", [pytest.param(d, id=f"{kind}: {d}") for kind in KINDS for d in KINDS[kind]]
)
def test_a_disguised_word_is_read(normalize, disguise):
    assert set(words_of(normalize, disguise)) & set(ABUSE)
    assert len(words_of(normalize, disguise)) == 1


@pytest.mark.parametrize(
    "mask", [pytest.param(m, id=f"{kind}: {m}") for kind in MASKS for m in MASKS[kind]]
)
def test_a_letter_that_is_hidden_is_read_and_the_word_marked_as_masked(normalize, mask):
    marker, word = words_of(normalize, mask)
    assert (marker, word in ABUSE) == ("█", True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ᴛʜᴇ ɢᴀʀᴅᴇɴ", ["the", "garden"]),
        ("🅣🅗🅔 🅶🅰🆁🅳🅴🅽", ["the", "garden"]),
        ("ǝɥʇ uǝpɹɐƃ", ["the", "garden"]),
        ("ꓔꓧꓰ ꓖꓮꓣꓓꓰꓠ", ["the", "garden"]),
        ("ᵗʰᵉ 𝔤𝔞𝔯𝔡𝔢𝔫", ["the", "garden"]),
    ],
)
def test_calm_words_in_other_letters_are_read_as_such(normalize, text, words):
    assert words_of(normalize, text) == words


@pytest.mark.parametrize(
    "text",
    [
        "мама мыла раму",
        "ідіот",
        "μαμά",
        "сумка и рот",
        "ɔdɔ",
        "🇩🇪🇫🇷",
        "🇩🇪",
        "he/she and his/her",
        "man/bar",
        "<b>garden</b>",
        "a/b/c",
        "1/2/3",
        "5,000",
        "10.0.0.1",
        "c:\\town\\gate",
        "ki.ll/garden",
        "https://mo.ron/",
        "x[0](1)",
        "print()",
        "f(x)",
        "we're the town's, ma'am",
        "l'amour d'or",
        "qur'an o'clock rock'n'roll",
        "3×4",
        "gate👏over",
        "100%",
        "%20",
        "you`re",
        "horn",
        "savvy",
    ],
)
def test_what_only_looks_like_a_disguise_stays(normalize, text):
    assert normalize(text).text == text.casefold()


@pytest.mark.parametrize("disguise", [d for kind in KINDS for d in KINDS[kind] if " " not in d])
def test_the_evidence_is_the_disguise_as_posted(normalize, disguise):
    text = f"the {disguise} and"
    first, *_, last = spans = [text[start:end] for _, start, end in token_spans(normalize(text))]
    assert (first, last, len(spans)) == ("the", "and", 3)
    assert spans[1] in disguise
    assert len(spans[1]) >= len(disguise) - 2


PIECES = [d for kinds in (KINDS, MASKS) for kind in kinds for d in kinds[kind]]
SIGNS = [*"()|<>/\\[]{}~`'’.,&#%█■×🙂🇰🇮ɐɔʇᴍп҉k1", "<b>", "[b]", "vv", "&#111", "%6f", "\\u0069", " "]
TEXTS = st.lists(st.sampled_from([*PIECES, *SIGNS, *CALM]), max_size=7).map("".join)


@given(TEXTS)
def test_reading_disguises_again_changes_nothing(normalize, text):
    once = normalize(text).text
    assert normalize(once).text == once


@given(TEXTS)
def test_every_character_that_is_read_has_its_place(normalize, text):
    aligned = normalize(text)
    assert len(aligned.starts) == len(aligned.ends) == len(aligned.text)
    places = zip(aligned.starts, aligned.ends, strict=True)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.lists(st.sampled_from([*PIECES, *CALM]), min_size=1, max_size=6))
def test_a_disguise_is_read_the_same_beside_others(normalize, pieces):
    pieces = [piece for piece in pieces if " " not in piece]
    apart = " ".join(normalize(piece).text for piece in pieces)
    assert normalize(" ".join(pieces)).text == apart
