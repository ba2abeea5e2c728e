"""Why entries of a rule cannot be looked for, in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from moderation.matching.problems import Fault, Problem

SENTENCES = {
    Fault.TOO_MANY_ENTRIES: _(
        "A list has %(most)s entries at most; this one has %(number)s. Divide it among rules."
    ),
    Fault.TOO_MANY_PATTERNS: _(
        "A list has %(most)s patterns at most; this one has %(number)s. Divide it among rules."
    ),
    Fault.TOO_LONG: _("“%(entry)s” is longer than %(most)s characters."),
    Fault.UNSEEN: _("“%(entry)s” has nothing in it that readers see, or signs that move others."),
    Fault.READ_OTHERWISE: _("“%(entry)s” is read as “%(detail)s”: list that if you mean it."),
    Fault.PUNCTUATION: _("“%(entry)s” is only punctuation, which any comment may have."),
    Fault.PATTERN_SIGN: _(
        "“%(entry)s” has a “%(detail)s”, which stands for nothing here: list each word as it is "
        "written."
    ),
    Fault.SEVERAL_WORDS: _(
        "“%(entry)s” has several words set apart by a sign: write each on a line of its own."
    ),
    Fault.NO_PATTERN: _("“%(entry)s” is no pattern that RE2 reads: %(detail)s."),
    Fault.MATCHES_NOTHING: _("“%(entry)s” matches texts in which there is nothing."),
}


def sentence(problem: Problem) -> str:
    """Say what is wrong, in the language of the page."""
    return SENTENCES[problem.fault] % {
        "entry": problem.entry,
        "detail": problem.detail,
        "number": number_format(problem.number, force_grouping=True),
        "most": number_format(problem.most, force_grouping=True),
    }
