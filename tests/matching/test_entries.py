import pytest

from moderation.matching.entries import LONGEST, MOST, lines, problem, problems
from moderation.matching.problems import Fault, Problem


@pytest.mark.parametrize(
    "entry",
    [
        "moron",
        "fake news",
        "l'idiot",
        "e-mail",
        "Straße",
        "año",
        "傻逼",
        "バカ",
        "ควาย",
        "🖕",
        "👩🏽\u200d🚀",
        "(((",
        ":-(",
        "c++",
        "c#",
        "@name",
        "#tag",
        "e.g.",
        "a$$",
        "50%",
        "1488",
        "1️⃣",
        "x" * LONGEST,
    ],
)
def test_what_can_be_looked_for_as_it_is_written_is_taken(entry):
    assert problem(entry) is None


@pytest.mark.parametrize(
    ("entry", "fault", "detail"),
    [
        ("shit*", Fault.PATTERN_SIGN, "*"),
        ("f**k", Fault.PATTERN_SIGN, "*"),
        ("colou?r", Fault.PATTERN_SIGN, "?"),
        ("idiot|moron", Fault.PATTERN_SIGN, "|"),
        (r"\bidiot\b", Fault.PATTERN_SIGN, "\\"),
        ("^idiot", Fault.PATTERN_SIGN, "^"),
        ("[il]diot", Fault.PATTERN_SIGN, "["),
        ("idiot{2}", Fault.PATTERN_SIGN, "{"),
        ("ｓｈｉｔ＊", Fault.PATTERN_SIGN, "*"),
        ("idiot, moron", Fault.SEVERAL_WORDS, ""),
        ("idiot; moron", Fault.SEVERAL_WORDS, ""),
        ("...", Fault.PUNCTUATION, ""),
        ("!?", Fault.PUNCTUATION, ""),
        ("***", Fault.PUNCTUATION, ""),
        ("(", Fault.PUNCTUATION, ""),
        ("…", Fault.PUNCTUATION, ""),
        ("\u200b", Fault.UNSEEN, ""),
        ("a\bb", Fault.UNSEEN, ""),
        ("\u202etoidi", Fault.UNSEEN, ""),
        ("\u0301", Fault.UNSEEN, ""),
        ("🅱️", Fault.READ_OTHERWISE, "b"),
        ("™", Fault.READ_OTHERWISE, "tm"),
        ("x" * (LONGEST + 1), Fault.TOO_LONG, ""),
    ],
)
def test_what_cannot_is_refused_with_the_reason(entry, fault, detail):
    found = problem(entry)
    assert (found.fault, found.detail) == (fault, detail)


def test_each_unusable_line_of_a_list_is_named():
    assert problems("moron\n\nshit*\n ... \nfake  news") == [
        Problem(Fault.PATTERN_SIGN, "shit*", "*", most=LONGEST),
        Problem(Fault.PUNCTUATION, "...", most=LONGEST),
    ]


def test_blank_lines_are_no_entries_and_spaces_count_once():
    assert lines(" moron \n\n \nfake \t news\r\n") == ["moron", "fake news"]


def test_a_list_of_any_length_beyond_the_limit_is_refused_as_a_whole():
    assert problems("\n".join(f"word{n}" for n in range(MOST))) == []
    assert problems("\n".join(f"word{n}*" for n in range(MOST + 1))) == [
        Problem(Fault.TOO_MANY_ENTRIES, number=MOST + 1, most=MOST)
    ]
