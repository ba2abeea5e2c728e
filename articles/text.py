"""What a text must be before it is stored or shown."""

import unicodedata

# Letters, marks and symbols that are drawn as nothing, or stand for something that was lost.
BLANKS = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd"
    "\U00013441\U00013442\U00016fe4\U0001d159"
)

ISOLATE, END_OF_ISOLATE, END_OF_EMBEDDING = "\u2068", "\u2069", "\u202c"
_OPENS = dict.fromkeys("\u2066\u2067\u2068", END_OF_ISOLATE) | dict.fromkeys(
    "\u202a\u202b\u202d\u202e", END_OF_EMBEDDING
)


def storable(text: str) -> str:
    """`text` as every database can keep it.

    Null characters are dropped, lone surrogates become question marks, and
    every line end is written as `\\n`.
    """
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return lines.encode("utf-8", "replace").decode("utf-8")


def has_something_to_read(text: str) -> bool:
    """Whether `text` holds more than spaces, controls, blanks and marks without a letter."""
    return any(
        unicodedata.category(character)[0] not in "CZM" and character not in BLANKS
        for character in text
    )


def isolated(text: str) -> str:
    """`text` for a place without elements, such as a feed: what turns its direction ends with it.

    Ends without a beginning are left out, since they would end the isolate.
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
    """`text` without regard to case and white space, to compare."""
    return " ".join(text.casefold().split())
