"""Regular expressions of a policy, in time that grows with the text alone.

RE2 has no backtracking, so that no expression and no comment can stop the site.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from moderation.matching.entries import lines

LONGEST = 500
MOST = 200
# Bytes of memory for one expression, which bounds the size of what repetitions expand to
_MEMORY = 2 << 20
_SURROGATES = re.compile("[\ud800-\udfff]")


def problems(listed: str) -> list[str]:
    """Why expressions of a list, one a line, cannot be looked for, a sentence each."""
    written = lines(listed)
    if len(written) > MOST:
        return [f"A list has {MOST:,} patterns at most; this one has {len(written):,}."]
    return [f"“{_short(pattern)}” {reason}" for pattern in written if (reason := problem(pattern))]


def problem(pattern: str) -> str:
    """Why `pattern` cannot be looked for, or nothing."""
    if len(pattern) > LONGEST:
        return f"is longer than {LONGEST} characters."
    try:
        compiled = _compiled(pattern)
    except (re2.error, UnicodeEncodeError) as error:
        return f"is no pattern that RE2 reads: {_reason(error)}."
    return "matches texts in which there is nothing." if compiled.search("") else ""


def find(text: str, listed: str) -> Iterator[tuple[int, int]]:
    """Yield where expressions of a list match, whatever the case, as code-point offsets."""
    readable = _SURROGATES.sub("\ufffd", text)
    for expression in _expressions(listed):
        for match in expression.finditer(readable):
            if match.end() > match.start():
                yield match.span()


@lru_cache(maxsize=100)
def _expressions(listed: str) -> tuple[Any, ...]:
    return tuple(map(_compiled, lines(listed)))


def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return re2.compile(pattern, options=options)


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else error
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= LONGEST else f"{pattern[:LONGEST]}…"
