"""Reading other systems' exports, one record at a time, in constant memory.

Each reader is a generator over an open binary file.  It never raises for what
it reads: what cannot be understood comes out as `Unreadable`, with the place
and the reason, and reading goes on where it can.
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
