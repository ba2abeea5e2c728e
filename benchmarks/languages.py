"""Which languages are recognised, by length, and what telling them costs.

Run from the repository's root: python -m benchmarks.languages [--english FILE]

FILE has English comments, one a line; without it comments are made of the tests' sentences, one
in twenty of those that are hard to tell.
"""

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from moderation.classifiers.languages import codes_of, detector, english, read
from tests.classifiers.languages import sample

LENGTHS = (10, 20, 40, 80, 120, 200)
TEXTS_OF_LENGTH = 40
COMMENTS = 5000
# One sentence in so many is hard to tell.
HARD_IN = 20
ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--english", type=Path, help="English comments, one a line")
    chosen = parser.parse_args().english
    before = _memory()
    start = time.perf_counter()
    english.known()
    detector.warm_up()
    took = time.perf_counter() - start
    print(f"tables and model: {took:.2f} s, {_memory() - before:.0f} MB at most while loading")
    by_length()
    lines = (
        chosen.read_text("utf-8").splitlines()
        if chosen
        else list(made_of(sample.ordinary(), sample.english()))
    )
    assert lines
    of_english(lines)


def by_length() -> None:
    print("\nlanguages other than English, %     right  neighbour or other  undetermined  English")
    of_language: dict[str, list[str]] = {}
    for own in sample.sentences():
        of_language.setdefault(own.language, []).append(own.text)
    draw = random.Random(1)
    for length in LENGTHS:
        found: Counter[str] = Counter()
        for language, texts in of_language.items():
            for _ in range(TEXTS_OF_LENGTH):
                code = read(_cut(texts, length, draw)).language
                found[_judged(code, language)] += 1
        shares = [100 * found[name] / found.total() for name in ("right", "other", "und", "en")]
        print(f"{length:4} characters" + "".join(f"{share:18.1f}" for share in shares))


def of_english(comments: list[str]) -> None:
    print("\nEnglish comments          number  not English, %  undetermined, %  CPU µs a comment")
    groups: dict[int, list[str]] = {length: [] for length in LENGTHS}
    for comment in comments:
        groups[next((own for own in LENGTHS if len(comment) <= own), LENGTHS[-1])].append(comment)
    for length, own in groups.items():
        if own:
            _row(f"up to {length} characters", own)
    _row("all", comments)


def _row(name: str, comments: list[str]) -> None:
    codes = Counter(read(comment).language for comment in comments)
    other = codes.total() - codes["en"] - codes["und"]
    cost = min(_seconds(comments) for _ in range(ROUNDS)) / len(comments)
    shares = f"{100 * other / len(comments):16.2f}{100 * codes['und'] / len(comments):17.2f}"
    print(f"{name:24}{len(comments):8}{shares}{1e6 * cost:21.1f}")


def made_of(ordinary: list[str], hard: list[str]) -> Iterator[str]:
    """Comments of up to 200 characters, made of sentences."""
    draw = random.Random(2)
    texts = ordinary * round(HARD_IN * len(hard) / len(ordinary)) + hard
    for _ in range(COMMENTS):
        yield _cut(texts, draw.randint(20, 200), draw)


def _cut(texts: list[str], length: int, draw: random.Random) -> str:
    """Sentences in any order, cut at the last word that fits."""
    text = ""
    while len(text) < length:
        text += draw.choice(texts) + " "
    cut = text[: length + 1].rpartition(" ")[0]
    return cut or text[:length]


def _judged(code: str, language: str) -> str:
    if language in codes_of(code):
        return "right"
    return code if code in ("und", "en") else "other"


def _seconds(comments: list[str]) -> float:
    start = time.process_time()
    for comment in comments:
        read(comment)
    return time.process_time() - start


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
