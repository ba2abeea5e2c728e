"""Walking through an XML file of any size, without the traps of XML."""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from moderation.services.transfer.archives.records import Unreadable

Step = tuple[str, Element]


def walk(file: IO[bytes]) -> Iterator[Step | Unreadable]:
    """The ("start" | "end", element) steps of `file`, in order.

    Whoever walks clears the elements it is done with.  A file that breaks off
    or defines entities ends with an Unreadable; what came before is good.
    """
    try:
        yield from iterparse(file, events=("start", "end"))
    except ParseError as error:
        line, column = error.position
        yield Unreadable(f"line {line}, column {column}", f"the XML breaks off: {error.msg}")
    except DefusedXmlException as error:
        yield Unreadable("the beginning", f"the XML is not safe to read: {error}")


def name(element: Element) -> str:
    """The element's name without its namespace, which differs from version to version."""
    return str(element.tag).rpartition("}")[2]


def child_text(element: Element, child: str) -> str:
    found = (part.text or "" for part in element if name(part) == child)
    return next(found, "").strip()


def attribute(element: Element, wanted: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == wanted:
            return value
    return ""
