import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import names
from articles.text import BLANKS, has_something_to_read, isolated

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ODD_CHARACTERS = "aZe \u0301\u0308\u0303\u200d\u200c\u202e\u2066\u2069\u200b\u3164\ufe0f.1\u041e"
ODD = st.text(st.sampled_from(ODD_CHARACTERS), max_size=30)
BLANK = [*sorted(BLANKS), "\u200b", "\ufe0f", "\U000e0041", "\u0301", "\u20e3", "\u00a0", "\u2003"]
ORDINARY = [
    "Dick Hancock",
    "Nguyễn Thị Bích",
    "Μαρία",
    "Zoë O’Hara-Müller",
    "राम कुमार",
    "ကြို့",
    "김철수",
    "سارا",
    "שָׁלוֹם",
    "👩‍👩‍👧 family",
    "🙂",
    "X",
]


@pytest.mark.parametrize("blank", BLANK)
def test_what_nobody_sees_is_neither_a_name_nor_a_text(blank):
    assert not has_something_to_read(blank * 3)
    assert names.fault(names.cleaned(blank * 3)) == names.UNREADABLE


@pytest.mark.parametrize("signs", ["...", "-", "!?", "\u2068\u2069"])
def test_signs_alone_are_no_name(signs):
    assert names.fault(names.cleaned(signs))


@pytest.mark.parametrize("name", ORDINARY)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_ordinary_names_of_every_script_stay_as_they_are(name, form):
    cleaned = names.cleaned(unicodedata.normalize(form, name))
    assert cleaned == unicodedata.normalize("NFC", name)
    assert names.fault(cleaned) == ""


@pytest.mark.parametrize("between", ["", "\u034f", "\u200d", "\u200b"])
def test_marks_cannot_stack_on_a_letter(between):
    name = names.cleaned("A" + f"\u0316{between}" * 5)
    assert names.fault(name) == names.STACKED


@pytest.mark.parametrize("sign", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u202c")
def test_what_turns_the_direction_is_refused_in_a_name(sign):
    assert names.fault(names.cleaned(f"Ani{sign}a")) == names.TURNED


def test_spaces_and_what_nobody_sees_are_left_out():
    assert names.cleaned(" Plain\u200b \t\n Reader\u2060\ufeff ") == "Plain Reader"


@given(NAMES | ODD)
def test_a_cleaned_name_is_clean(name):
    once = names.cleaned(name)
    assert names.cleaned(once) == once


@given(NAMES | ODD)
def test_a_name_that_has_no_fault_can_be_read(name):
    cleaned = names.cleaned(name)
    if not names.fault(cleaned):
        assert has_something_to_read(cleaned)


ALIKE = [
    "plain reader",
    "PLAIN  READER",
    "Plain\u200bReader",
    "Plаin Rеаdеr",
    "ΡLΑΙΝ ＲΕΑDΕR",
    "Ｐｌａｉｎ Ｒｅａｄｅｒ",
    "P1ain_Reader",
    "Plain.Reader",
    "Plaín Rëader",
    "𝓟𝓵𝓪𝓲𝓷 𝓡𝓮𝓪𝓭𝓮𝓻",
    "ⓅⓛⓐⓘⓃ ⓡⓔⓐⓓⓔⓡ",
    "ᴘʟᴀɪɴ ʀᴇᴀᴅᴇʀ",
    "🄿🄻🄰🄸🄽 🅁🄴🄰🄳🄴🅁",
    "Plaın Reader",
    "P l a i n Reader",
    "\u202ePlain Reader",
    "Plain ᅠReader",
]


@pytest.mark.parametrize("name", ALIKE)
def test_names_that_look_alike_share_a_key(name):
    assert names.keys(name) & names.keys("Plain Reader")


@pytest.mark.parametrize("name", ["Plain Readers", "Plan Reader", "Reader Plain", "Plain"])
def test_other_names_have_other_keys(name):
    assert not names.keys(name) & names.keys("Plain Reader")


def test_scripts_that_need_their_marks_keep_them_in_the_key():
    assert len({names.keys(name) for name in ("राम", "रमी", "रम", "রাম")}) == 4


@pytest.mark.parametrize("name", ["Νίκος Παππάς", "Ольга Кузьмина", "Anna Weiß", "ՀԱԿՈԲ"])
def test_case_makes_no_difference_in_any_script(name):
    for other in (name.upper(), name.lower(), name.title(), name.swapcase()):
        assert names.keys(name) & names.keys(other)


@given(NAMES | ODD)
def test_cleaning_a_name_does_not_change_its_key(name):
    assert names.keys(names.cleaned(name)) == names.keys(name)
    assert max(map(len, names.keys(name)), default=0) <= names.LONGEST_KEY


@given(st.text(st.sampled_from("ab\u202a\u202d\u202e\u2066\u2068\u2069\u202c"), max_size=20))
def test_whatever_turns_the_direction_of_a_text_ends_with_it(text):
    shown = isolated(text)
    depth = 0
    for place, character in enumerate(shown):
        depth += character in "\u2066\u2067\u2068"
        depth -= character == "\u2069"
        assert depth > 0 or place == len(shown) - 1
    assert depth == 0
    assert [c for c in shown if c in "ab"] == [c for c in text if c in "ab"]
