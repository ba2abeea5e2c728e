"""How fast an archive is read, and in how much memory, against a bare walk through its XML.

    make bench-archives
    make bench-archives MEGABYTES="10 1000"

It writes WordPress exports of each size: one article with all the comments, a
third of them answers.  Each is read in a process of its own, once by the
reader of `import_comments` and once by the standard library's `iterparse`
that only counts and clears.  The last line of the output is one JSON object.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import iterparse

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-benchmarks")

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>
<title>A summit</title><wp:post_id>7</wp:post_id><wp:post_name>a-summit</wp:post_name>
<wp:post_date_gmt>2019-05-04 12:00:00</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:post_password></wp:post_password>
"""
COMMENT = """<wp:comment><wp:comment_id>{number}</wp:comment_id>
<wp:comment_author><![CDATA[Reader {author}]]></wp:comment_author>
<wp:comment_author_email>reader{author}@example.org</wp:comment_author_email>
<wp:comment_date_gmt>2019-05-04 12:00:00</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text} {number}]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id>
</wp:comment>
"""
TEXT = "The council met on Tuesday and nothing came of it, as we all knew. " * 7


def write(path: Path, megabytes: int) -> int:
    """Write an export of about `megabytes` and return how many comments it has."""
    number, written = 0, 0
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        while written < megabytes * 1_000_000:
            number += 1
            parent = number - 1 if number % 3 == 0 else 0
            written += file.write(
                COMMENT.format(number=number, author=number % 5000, text=TEXT, parent=parent)
            )
        file.write("</item></channel></rss>")
    return number


def reader() -> Callable[[Path], int]:
    """The reader of `import_comments`, ready to read."""
    import django  # noqa: PLC0415 -- the bare walk does without

    django.setup()
    from moderation.services.transfer.archives import READERS  # noqa: PLC0415
    from moderation.services.transfer.archives.records import ArchivedComment  # noqa: PLC0415

    def read(path: Path) -> int:
        with path.open("rb") as file:
            return sum(isinstance(record, ArchivedComment) for record in READERS["wordpress"](file))

    return read


def bare_walk() -> Callable[[Path], int]:
    def read(path: Path) -> int:
        number = 0
        for _, element in iterparse(path):  # noqa: S314 -- a file of our own
            number += element.tag.endswith("}comment")
            element.clear()
        return number

    return read


WAYS = {"reader": reader, "bare walk": bare_walk}


def measure(name: str, path: Path) -> dict[str, float]:
    """Read `path` in a process of its own; seconds, comments and peak megabytes."""
    asked = [sys.executable, __file__, "--read", name, str(path)]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def report_on(name: str, path: Path) -> None:
    read = WAYS[name]()
    begun = time.perf_counter()
    number = read(path)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "comments": number, "megabytes": peak}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        report_on(options.read[0], Path(options.read[1]))
        return
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for megabytes in options.megabytes:
            path = Path(folder) / "export.xml"
            comments = write(path, megabytes)
            found = {name: measure(name, path) for name in WAYS}
            assert all(f["comments"] == comments for f in found.values())
            ratio = found["reader"]["seconds"] / found["bare walk"]["seconds"]
            results.append({"file_mb": megabytes, "comments": comments, "ratio": ratio, **found})
            for name, one in found.items():
                print(
                    f"{megabytes:>6} MB {name:<10} {one['seconds']:7.2f} s  "
                    f"{comments / one['seconds']:>9,.0f} comments/s  {one['megabytes']:6.1f} MB"
                )
    print(json.dumps(results))


if __name__ == "__main__":
    main()
