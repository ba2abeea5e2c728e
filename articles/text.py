"""Cleans and checks texts before they are stored or shown."""

import unicodedata

# Letters, marks and symbols that are invisible, or replace lost characters.
BLANKS = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd"
    "\U00013441\U00013442\U00016fe4\U0001d159"
)

ISOLATE, END_OF_ISOLATE, END_OF_EMBEDDING = "\u2068", "\u2069", "\u202c"
_OPENS = dict.fromkeys("\u2066\u2067\u2068", END_OF_ISOLATE) | dict.fromkeys(
    "\u202a\u202b\u202d\u202e", END_OF_EMBEDDING
)


def storable(text: str) -> str:
    """`text` as every database can store it.

    Null characters are dropped, lone surrogates become question marks, and
    every line end is written as `\\n`.
    """
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return lines.encode("utf-8", "replace").decode("utf-8")


def has_something_to_read(text: str) -> bool:
    """Whether `text` has visible characters."""
    return any(
        unicodedata.category(character)[0] not in "CZM" and character not in BLANKS
        for character in text
    )


def isolated(text: str) -> str:
    """`text` in a bidirectional isolate, for plain text such as feeds.

    Unmatched closing characters are left out, since they would end the isolate.
    """
    kept: list[str] = []
    waiting: list[str] = []
    for character in text:
        if end := _OPENS.get(character):
            waiting.append(end)
        elif character == END_OF_ISOLATE and character in waiting:
            while waiting.pop() != character:
                pass  # it ends the embeddings within, too
        elif character == END_OF_EMBEDDING and waiting[-1:] == [character]:
            waiting.pop()
        elif character in (END_OF_ISOLATE, END_OF_EMBEDDING):
            continue
        kept.append(character)
    return "".join([ISOLATE, *kept, *reversed(waiting), END_OF_ISOLATE])


def folded(text: str) -> str:
    """`text` for comparison, without regard to case and white space."""
    return " ".join(text.casefold().split())
