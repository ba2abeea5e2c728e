"""Regular expressions of a policy, in time that grows with the text alone.

RE2 has no backtracking, so that no expression and no comment can stop the site.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from moderation.matching.entries import lines
from moderation.matching.problems import Fault, Problem, shortened

LONGEST = 500
MOST = 200
# Bytes of memory for one expression, which bounds the size of what repetitions expand to
_MEMORY = 2 << 20
_SURROGATES = re.compile("[\ud800-\udfff]")


def problems(listed: str) -> list[Problem]:
    """Why expressions of a list, one a line, cannot be looked for."""
    written = lines(listed)
    if len(written) > MOST:
        return [Problem(Fault.TOO_MANY_PATTERNS, number=len(written), most=MOST)]
    return [found for pattern in written if (found := problem(pattern))]


def problem(pattern: str) -> Problem | None:
    """Why `pattern` cannot be looked for, or None."""
    shown = shortened(pattern, LONGEST)
    if len(pattern) > LONGEST:
        return Problem(Fault.TOO_LONG, shown, most=LONGEST)
    try:
        compiled = _compiled(pattern)
    except (re2.error, UnicodeEncodeError) as error:
        return Problem(Fault.NO_PATTERN, shown, _reason(error))
    return Problem(Fault.MATCHES_NOTHING, shown) if compiled.search("") else None


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
