"""Character references (`&amp;`, `&#8217;`), each decoded once."""

import re
from html import unescape

_NUMBER = r"&#(?:[0-9]{1,8}|[xX][0-9a-fA-F]{1,7})"
_NAME = r"&[A-Za-z][A-Za-z0-9]{1,31}"
_IN_HTML = re.compile(f"(?:{_NUMBER};?)+|{_NAME};?")
_CLOSED = re.compile(f"(?:{_NUMBER};)+|{_NAME};")
_ONE_NUMBER = re.compile(r"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+))(;?)")
NUMBERS = re.compile(f"(?:{_NUMBER};)+")

SURROGATES = range(0xD800, 0xE000)
REPLACEMENT = "\ufffd"


def decoded(text: str) -> str:
    """Decode a title or name; only references that end with a semicolon count."""
    return _CLOSED.sub(_character, text)


def decoded_html(text: str) -> str:
    """Decode the text between two tags as a browser does."""
    return _IN_HTML.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    return numbers(found[0]) if found[0].startswith("&#") else unescape(found[0])


def numbers(run: str) -> str:
    """Decode a run of numeric references; surrogate pairs are joined, invalid ones are dropped."""
    units = "".join(_unit(one) for one in _ONE_NUMBER.finditer(run))
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _unit(one: re.Match[str]) -> str:
    code = int(one[1]) if one[1] else int(one[2], 16)
    if code in SURROGATES:
        return chr(code)
    character = unescape(one[0])
    return "" if character == REPLACEMENT and code != ord(REPLACEMENT) else character
