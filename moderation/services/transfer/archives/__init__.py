"""Readers of other systems' exports, one record at a time, in constant memory.

Each reader is a generator over an open binary file.  It never raises because of
the file's content: what cannot be read is yielded as `Unreadable`, with place
and reason, and reading continues if possible.
"""

from moderation.services.transfer.archives import coral, disqus, plain, wordpress
from moderation.services.transfer.archives.records import Reader

READERS: dict[str, Reader] = {
    "wordpress": wordpress.read,
    "disqus": disqus.read,
    "coral": coral.read,
    "csv": plain.read_csv,
    "jsonl": plain.read_json_lines,
}
