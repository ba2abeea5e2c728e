import pytest

from moderation.matching.entries import LONGEST, MOST, lines, problem, problems


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
    assert problem(entry) == ""


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("shit*", "has a “*”, which stands for nothing here"),
        ("f**k", "has a “*”, which stands for nothing here"),
        ("colou?r", "has a “?”, which stands for nothing here"),
        ("idiot|moron", "has a “|”, which stands for nothing here"),
        (r"\bidiot\b", "has a “\\”, which stands for nothing here"),
        ("^idiot", "has a “^”, which stands for nothing here"),
        ("[il]diot", "has a “[”, which stands for nothing here"),
        ("idiot{2}", "has a “{”, which stands for nothing here"),
        ("ｓｈｉｔ＊", "has a “*”, which stands for nothing here"),
        ("idiot, moron", "has several words set apart by a sign"),
        ("idiot; moron", "has several words set apart by a sign"),
        ("...", "is only punctuation"),
        ("!?", "is only punctuation"),
        ("***", "is only punctuation"),
        ("(", "is only punctuation"),
        ("…", "is only punctuation"),
        ("\u200b", "has nothing in it that readers see"),
        ("a\bb", "or signs that move others"),
        ("\u202etoidi", "or signs that move others"),
        ("\u0301", "has nothing in it that readers see"),
        ("🅱️", "is read as “b”"),
        ("™", "is read as “tm”"),
        ("x" * (LONGEST + 1), "is longer than 100 characters"),
    ],
)
def test_what_cannot_is_refused_with_the_reason(entry, reason):
    assert reason in problem(entry)


def test_each_unusable_line_of_a_list_is_named():
    assert problems("moron\n\nshit*\n ... \nfake  news") == [
        "“shit*” has a “*”, which stands for nothing here: list each word as it is written.",
        "“...” is only punctuation, which any comment may have.",
    ]


def test_blank_lines_are_no_entries_and_spaces_count_once():
    assert lines(" moron \n\n \nfake \t news\r\n") == ["moron", "fake news"]


def test_a_list_of_any_length_beyond_the_limit_is_refused_as_a_whole():
    assert problems("\n".join(f"word{n}" for n in range(MOST))) == []
    assert problems("\n".join(f"word{n}*" for n in range(MOST + 1))) == [
        "A list has 10,000 entries at most; this one has 10,001."
    ]
