"""Finds phrases of the lists that no sentence was made with."""

import re
from pathlib import Path

from moderation.classifiers.corpora.synthetic import phrases as reading
from moderation.classifiers.corpora.synthetic.making import phrases

FOLDER = Path(reading.__file__).with_name("phrases")
GAP = re.compile(r"\\{(\w+)\\}")


def unused(family, sentences):
    """Return the phrases of a family's lists that are in none of the sentences."""
    written = "\n".join(sentence.text.casefold() for sentence in sentences)
    return [
        phrase.text
        for path in sorted(FOLDER.glob(f"{family}_*.txt"))
        for phrase in phrases(path.stem)
        if not is_used(phrase.text, written)
    ]


def is_used(phrase, written):
    """Tell whether the phrase was written with anything in its gaps, however it is ended."""
    plain = re.escape(phrase.casefold().rstrip(".!"))
    pattern = GAP.sub(lambda gap: "an?" if gap[1] == "a" else "[^\n]+?", plain)
    return re.search(pattern, written) is not None
