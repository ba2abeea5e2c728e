from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from moderation.services.transfer.seed_page import PageComment, PageError, parse_page

SEED = settings.BASE_DIR / "seeds" / "armenia-belarus-tensions-escalate.txt"

PAGE = """Harbour reopens

Boats in the harbour
Boats in the harbour

Harbour reopens

The harbour reopened on Monday.

Fishers welcomed it.

Discussion Policy

No personal attacks.

  1. Ann said:

    Good news.

    At last!

  2. Bob Dunn said:

  3. Ann said:

    “Curly” quotes — and 4. Not said here.
"""


def page(**replaced: str) -> bytes:
    text = PAGE
    for old, new in replaced.items():
        text = text.replace(old.replace("_", " "), new)
    return text.encode()


def test_a_page_is_read_into_its_parts():
    read = parse_page(PAGE.encode())
    assert read.title == "Harbour reopens"
    assert read.caption == "Boats in the harbour"
    assert read.body == "The harbour reopened on Monday.\n\nFishers welcomed it."
    assert read.policy == "No personal attacks."
    assert read.comments == (
        PageComment(1, "Ann", "Good news.\n\nAt last!"),
        PageComment(2, "Bob Dunn", ""),
        PageComment(3, "Ann", "“Curly” quotes — and 4. Not said here."),
    )


def test_the_real_page_is_read_as_it_is():
    read = parse_page(SEED.read_bytes())
    assert read.title == "Armenia, Belarus Tensions Escalate"
    assert read.caption.endswith("in Astana on Nov. 8, 2018")
    assert read.caption not in read.body
    assert len(read.body.split("\n\n")) == 14
    assert read.policy.startswith("Comments are welcomed and encouraged.")
    assert [comment.name for comment in read.comments] == [
        "Hagop",
        "Boghos Jermag",
        "Mgl",
        "Vagharshak Sevulyan",
        "Vram",
        "Zartir Lao",
    ]
    assert read.comments[0].text == ""
    assert read.comments[1].text.count("\n\n") == 1


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference():
    assert parse_page(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode()) == parse_page(
        PAGE.encode()
    )


def test_a_page_without_comments_is_a_page():
    assert parse_page(PAGE.split("  1. Ann", maxsplit=1)[0].encode()).comments == ()


def test_an_indented_heading_inside_a_comment_is_its_text():
    quoting = PAGE + "\n    9. Someone said:\n"
    assert parse_page(quoting.encode()).comments[2].text.endswith("9. Someone said:")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: the page is empty."),
        (b"Title\n\nBody\n", "line 4: no line reads 'Discussion Policy'."),
        (b"Discussion Policy\n\nNo attacks.", "line 1: a title is expected before the policy."),
        (b"Title\n\nDiscussion Policy\n\nNo attacks.", "line 1: no text follows the title."),
        (b"T\nBody\nDiscussion Policy\n", "line 3: no text follows 'Discussion Policy'."),
        (PAGE.encode() + b"caf\xe9", "line 27: this is not UTF-8. Save the page as UTF-8."),
        (PAGE.encode() + b"\x00", "line 27: a control character ('\\x00') is in the text."),
        (page(**{"2._Bob": "4. Bob"}), "line 22: comment 2 is expected here, not 4."),
        (page(**{"Bob_Dunn_said": "said"}), "line 22: comment 2 has no name before 'said:'."),
        (
            page(**{"Bob_Dunn": "B" * 81}),
            "line 22: the name has 81 characters; 80 are allowed.",
        ),
        (
            page(**{"At_last!": "x" * 10_001}),
            "line 16: the comment has 10013 characters; 10000 are allowed.",
        ),
    ],
)
def test_a_malformed_page_is_refused_with_the_line(content, message):
    with pytest.raises(PageError) as caught:
        parse_page(content)
    assert str(caught.value) == message


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_page_or_an_error_with_a_line(content):
    assert problem(content).startswith(("line ", "none"))


def problem(content: bytes) -> str:
    try:
        parse_page(content)
    except PageError as error:
        return str(error)
    return "none"


names = st.text(st.characters(categories=["L"]), min_size=1, max_size=20)
words = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1).map(
    " ".join
)


@given(st.lists(st.tuples(names, words), max_size=5))
def test_every_comment_of_a_page_is_read_in_order(comments):
    written = PAGE.split("  1. Ann", maxsplit=1)[0] + "".join(
        f"  {number}. {name} said:\n\n    {text}\n\n"
        for number, (name, text) in enumerate(comments, start=1)
    )
    read = parse_page(written.encode())
    assert [(comment.name, comment.text) for comment in read.comments] == comments


def test_the_seed_folder_holds_pages_that_can_be_read():
    for path in Path(settings.BASE_DIR / "seeds").glob("*.txt"):
        assert parse_page(path.read_bytes()).comments
