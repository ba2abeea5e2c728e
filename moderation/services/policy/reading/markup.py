"""Replaces HTML and addresses in a text by signs of the same length, so that offsets stay valid.

Policies are pasted as they stand on a page: with tags, character references,
navigation and scripts.  The result is as long as the text, and what follows
reads it as if it had been written without tags.  No character is read more
than a fixed number of times.
"""

import re
from html import unescape

from moderation.services.policy.reading.lexicon import word_set

HEADING = "\ue000"  # begins the line of a heading of HTML; its level follows
ITEM = "\ue001"  # begins the line of a list item
CELL = "\ue002"  # begins a cell of a table
GAP = "\x1f"  # stands for a tag inside a line; no quotation may run over it
JOINER = "\u2060"  # fills up a character reference inside a word

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,15})(?=[\s/>])[^<>]*>", re.ASCII | re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"']+|\]\([^\s()]{1,2000}\)", re.ASCII | re.IGNORECASE
)
_HEADING_SIGN = re.compile(f"{HEADING}[1-6]?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_SILENT = frozenset(["script", "style", "template", "nav", "head", "title", "footer", "select"])
_BLOCKS = word_set(
    """
    address article aside blockquote body br dd details div dl dt fieldset figure form header hr
    html legend li main ol p section summary table tbody tfoot thead tr ul h1 h2 h3 h4 h5 h6
    """
)
_PAGE = _BLOCKS - {"br", "hr", "div"}  # these stand in Markdown too
_OPENINGS = {
    "li": ITEM,
    "dt": ITEM,
    "td": CELL,
    "th": CELL,
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], HEADING),
}


def without_markup(text: str) -> str:
    """Return `text` with its markup replaced by signs; both have the same length.

    A tag that begins a block becomes a line break, and the sign of a heading,
    item or cell where it is one.  Navigation, scripts and the like are blank.
    """
    return _ADDRESS.sub(lambda found: GAP * len(found[0]), _without_tags(text))


def has_tags(text: str) -> bool:
    """Whether `text` is pasted HTML: it has tags that begin or end a block."""
    return "<" in text and any(tag[2].lower() in _PAGE | _SILENT for tag in _TAG.finditer(text))


def as_shown(text: str) -> str:
    """HTML as a browser shows it: paragraphs, items with "- " and cells with " | " between them.

    Navigation, scripts and the like are left out.
    """
    plain = _without_tags(text).replace(JOINER, "")
    for sign, shown in ((f"\n{ITEM}", "\n- "), (CELL, " | ")):
        plain = plain.replace(sign, shown)
    lines = (
        " ".join(_HEADING_SIGN.sub("", line).replace(GAP, "").split()).removeprefix("| ")
        for line in plain.split("\n")
    )
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).replace("\n\n- ", "\n- ").strip()


def _without_tags(text: str) -> str:
    return "".join(_pieces(_without_comments(text))) if "<" in text else _decoded(text)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    tags = list(_TAG.finditer(text))
    is_page = any(tag[2].lower() in _PAGE for tag in tags)
    at = 0
    skipped_to = _ends_of_silent(tags)
    for number, tag in enumerate(tags):
        if tag.start() < at:
            continue
        pieces.append(_text_between(text[at : tag.start()], is_page))
        at = skipped_to.get(number, tag.end())
        ends_term = tag[1] and tag[2].lower() == "dt" and pieces[-1][-1:].isalnum()
        sign = ". ".ljust(len(tag[0]), GAP) if ends_term else _sign(tag)
        pieces.append(sign if at == tag.end() else _line(at - tag.start()))
    pieces.append(_text_between(text[at:], is_page))
    return pieces


def _ends_of_silent(tags: list[re.Match[str]]) -> dict[int, int]:
    """Where the content of each navigation, script and the like ends, by the number of its tag."""
    ends: dict[int, int] = {}
    closing: dict[str, int] = {}
    for number in reversed(range(len(tags))):
        tag = tags[number]
        name = tag[2].lower()
        if name not in _SILENT:
            continue
        if tag[1]:
            closing[name] = tag.end()
        elif name in closing:
            ends[number] = closing[name]
    return ends


def _text_between(text: str, is_page: bool) -> str:
    """In a page a line break is only a space."""
    decoded = _decoded(text)
    return decoded.replace("\n", " ") if is_page else decoded


def _without_comments(text: str) -> str:
    pieces: list[str] = []
    at, begin = 0, text.find("<!--")
    while begin >= 0 and (end := text.find("-->", begin + 2)) >= 0:
        pieces += [text[at:begin], GAP * (end + 3 - begin)]
        at = end + 3
        begin = text.find("<!--", at)
    return "".join([*pieces, text[at:]])


def _decoded(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    character = unescape(found[0])
    if len(character) != 1:
        return found[0]
    filler = " " if character.isspace() else JOINER
    return (" " if character.isspace() else character) + filler * (len(found[0]) - 1)


def _sign(tag: re.Match[str]) -> str:
    length, name = len(tag[0]), tag[2].lower()
    if name == "dd" and not tag[1]:
        return GAP * length  # goes on from its term
    if name in _OPENINGS and not tag[1]:
        begun = "" if name in ("td", "th") else "\n"
        level = name[1] if name[0] == "h" and name[1].isdigit() else ""
        return (begun + _OPENINGS[name] + level).ljust(length, GAP)
    return _line(length, paragraph=name != "br") if name in _BLOCKS else GAP * length


def _line(length: int, *, paragraph: bool = True) -> str:
    """A line break in `length` signs; an end tag of a block leaves an empty line."""
    return ("\n\n" if paragraph else "\n").ljust(length, GAP)[:length]
