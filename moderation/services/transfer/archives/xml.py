"""Streams an XML file of any size, safely."""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from moderation.services.transfer.archives import encoding
from moderation.services.transfer.archives.cleaning import Cleaner, checked
from moderation.services.transfer.archives.records import BadRecord, BrokenOff, Changed

HEAD = 1000

Step = tuple[str, Element]


def walk(file: IO[bytes]) -> Iterator[Step | Changed | BrokenOff]:
    """The ("start" | "end", element) steps of `file`, in order.

    The caller releases elements that it no longer needs.  A file that breaks
    off or defines entities ends with a BrokenOff; earlier steps are valid.
    """
    cleaner = Cleaner()
    try:
        for step in _steps(file, cleaner):
            while cleaner.remarks:
                yield cleaner.remarks.popleft()
            yield step
    except ParseError as error:
        line, column = error.position
        place = f"line {line + cleaner.skipped}, column {column}"
        yield BrokenOff(place, f"the XML breaks off: {str(error).partition(':')[0]}")
    except DefusedXmlException as error:
        yield BrokenOff("the beginning", f"the XML is not safe to read: {error}")
    except LookupError as error:
        yield BrokenOff("line 1", f"{error}: save the file as UTF-8")


def _steps(file: IO[bytes], cleaner: Cleaner) -> Iterator[Step]:
    name, begin = encoding.declared_encoding(file.read(HEAD))
    source = encoding.stream(cleaner.clean(encoding.texts(file, name, begin)))
    parser: Any = DefusedXMLParser(target=TreeBuilder(), encoding="utf-8")
    yield from iterparse(source, events=("start", "end"), parser=parser)


def name(element: Element) -> str:
    """The element's name without its namespace, which differs between versions."""
    return str(element.tag).rpartition("}")[2]


def text(element: Element) -> str:
    """The text of `element`.  Raises BadRecord if it has child elements."""
    if len(element):
        raise BadRecord(f"its {name(element)} has elements in it, not text")
    return checked(element.text or "")


def child_text(element: Element, child: str) -> str:
    found = next((part for part in element if name(part) == child), None)
    return "" if found is None else text(found).strip()


def attribute(element: Element, wanted: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == wanted:
            return checked(value)
    return ""
