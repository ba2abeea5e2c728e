"""Detects the encoding of files and reads them as UTF-8 streams."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO

CHUNK = 1 << 16

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ESCAPED = 0xDC00


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Replace each invalid byte by a lone surrogate, which valid text cannot contain."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 -- only decoding asks for it
    wrong = error.object[error.start : error.end]
    return "".join(chr(_ESCAPED + byte) for byte in wrong), error.end


ESCAPE = "escape-bytes"
codecs.register_error(ESCAPE, _escape)

BAD_BYTES = re.compile("[\udc00-\udcff]+")


def bad_byte(text: str) -> str:
    """Name the first byte of `text` that is not UTF-8; empty if there is none."""
    found = BAD_BYTES.search(text)
    return f"the byte 0x{ord(found[0][0]) - _ESCAPED:02X} is not UTF-8" if found else ""


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding of a file that begins with `head`, and the length of its byte-order mark."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, len(mark)
    if len(head) > 1 and bool(head[0]) != bool(head[1]):
        return ("utf-16-le" if head[0] else "utf-16-be"), 0
    return "utf-8", 0


def declared_encoding(head: bytes) -> tuple[str, int]:
    """Like `encoding_of`, but heeds an XML declaration.  Raises LookupError if it is unknown."""
    name, mark = encoding_of(head)
    if name == "utf-8" and not mark and (found := _DECLARATION.match(head)):
        return _usable(found[1].decode("ascii")), 0
    return name, mark


def _usable(declared: str) -> str:
    """The codec for `declared`; UTF-8 instead of UTF-16 or UTF-32.

    The declaration was read as ASCII, so the file cannot be in those two.
    """
    name = codecs.lookup(declared).name
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8"
    try:
        b"a".decode(name)  # LookupError if it is not a text encoding
        codecs.getincrementaldecoder(name)(ESCAPE).decode(b"a", final=True)
    except (UnicodeError, TypeError) as error:
        raise LookupError(f"{declared} is not a text encoding") from error
    return name


def texts(file: IO[bytes], encoding: str, begin: int) -> Iterator[str]:
    """The text of `file` from byte `begin` on, in pieces; invalid bytes are escaped."""
    decoder = codecs.getincrementaldecoder(encoding)(ESCAPE)
    file.seek(begin)
    while raw := file.read(CHUNK):
        yield decoder.decode(raw)
    yield decoder.decode(b"", final=True)


def as_utf8(file: IO[bytes]) -> IO[bytes]:
    """`file` as UTF-8, without its byte-order mark; invalid bytes stay invalid."""
    encoding, mark = encoding_of(file.read(4))
    file.seek(mark)
    if encoding == "utf-8":
        return file
    pieces = texts(file, encoding, mark)
    return stream(piece.encode("utf-8", "surrogatepass") for piece in pieces)


def stream(pieces: Iterator[bytes]) -> IO[bytes]:
    return io.BufferedReader(_Pieces(pieces), CHUNK)


class _Pieces(io.RawIOBase):
    """A file that consists of `pieces`."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        taken = min(len(target), len(self._left))
        target[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken


def window(file: IO[bytes]) -> IO[bytes]:
    """A reader of `file` with its own position, which starts at the beginning."""
    return io.BufferedReader(_Window(file), CHUNK)


class _Window(io.RawIOBase):
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Set the position, relative to the beginning or to the current one."""
        self._at = offset + (self._at if whence == io.SEEK_CUR else 0)
        return self._at

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._at)
        taken = self._file.read(len(target))
        target[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)
