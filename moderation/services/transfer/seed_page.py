"""Parses a saved news page: title, caption, body, discussion policy, comments.

A page is plain text.  Its first line is the title.  Lines that occur more than
once before the policy are not body text (the title again, picture captions).
`Discussion Policy` is the heading of the policy, and a line `N. Name said:`,
numbered from 1, that of each comment, whose text is indented deeper.
"""

import re
from collections import Counter
from dataclasses import dataclass

from articles.models import Article, Author, Comment

POLICY_HEADING = "Discussion Policy"
_COMMENT_HEADING = re.compile(r" {0,3}(?P<number>\d{1,6})\. +(?P<name>.*?) *\bsaid: *")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class PageError(ValueError):
    """A page cannot be read; the message starts with the number of the line."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")


@dataclass(frozen=True, slots=True)
class PageComment:
    number: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    caption: str
    body: str
    policy: str
    comments: tuple[PageComment, ...]


def parse_page(content: bytes) -> Page:
    """Read a page from the bytes of its file.  Raises PageError."""
    lines = _lines(content)
    policy_at = _policy_line(lines)
    headings = [
        (i, match)
        for i in range(policy_at, len(lines))
        if (match := _COMMENT_HEADING.fullmatch(lines[i]))
    ]
    title, caption, body = _article(lines[:policy_at])
    ends = [i for i, _ in headings[1:]] + [len(lines)]
    policy_ends = headings[0][0] if headings else len(lines)
    policy = _paragraphs(lines[policy_at + 1 : policy_ends])
    if not policy:
        raise PageError(policy_at + 1, f"no text follows {POLICY_HEADING!r}.")
    comments = tuple(
        _comment(match, heading + 1, lines[heading + 1 : end], expected)
        for expected, ((heading, match), end) in enumerate(zip(headings, ends, strict=False), 1)
    )
    return Page(title, caption, body, policy, comments)


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PageError(line, "this is not UTF-8. Save the page as UTF-8.") from None
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise PageError(line, f"a control character ({control.group()!r}) is in the text.")
    return [line.rstrip() for line in text.split("\n")]


def _policy_line(lines: list[str]) -> int:
    if not any(lines):
        raise PageError(1, "the page is empty.")
    headings = [i for i, line in enumerate(lines) if line.strip() == POLICY_HEADING]
    if not headings:
        raise PageError(len(lines), f"no line reads {POLICY_HEADING!r}.")
    return headings[0]


def _article(lines: list[str]) -> tuple[str, str, str]:
    """The title, the first repeated line that is not the title, and the paragraphs."""
    filled = [(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]
    if not filled:
        raise PageError(1, "a title is expected before the policy.")
    title_line, title = filled[0]
    _check_length(title_line, "title", title, Article._meta.get_field("title").max_length)
    times = Counter(line for _, line in filled)
    repeated = [(number, line) for number, line in filled if times[line] > 1 and line != title]
    caption_line, caption = repeated[0] if repeated else (title_line, "")
    _check_length(caption_line, "caption", caption, Article._meta.get_field("caption").max_length)
    body = [line for _, line in filled if times[line] == 1 and line != title]
    if not body:
        raise PageError(title_line, "no text follows the title.")
    return title, caption, "\n\n".join(body)


def _comment(heading: re.Match[str], line: int, body: list[str], expected: int) -> PageComment:
    number, name = int(heading["number"]), heading["name"].strip()
    if number != expected:
        raise PageError(line, f"comment {expected} is expected here, not {number}.")
    if not name:
        raise PageError(line, f"comment {number} has no name before 'said:'.")
    _check_length(line, "name", name, Author._meta.get_field("name").max_length)
    text = _paragraphs(body)
    _check_length(line, "comment", text, Comment.MAX_LENGTH)
    return PageComment(number, name, text)


def _check_length(line: int, what: str, text: str, most: int | None) -> None:
    if most is not None and len(text) > most:
        raise PageError(line, f"the {what} has {len(text)} characters; {most} are allowed.")


def _paragraphs(lines: list[str]) -> str:
    """Join lines without their indentation; blank lines separate paragraphs."""
    text = "\n".join(line.strip() for line in lines).strip()
    return re.sub(r"\n{2,}", "\n\n", text)
