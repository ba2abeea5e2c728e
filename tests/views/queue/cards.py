"""Cases that wait, and what a page of the queue shows of them."""

import re
from html import unescape

from tests.factories import (
    make_comment,
    make_review_item,
)


def texts_of(response):
    """The comments that a page shows, in its order, without their marks."""
    found = re.findall(r'<div class="text"[^>]*>(.*?)</div>', response.content.decode(), re.DOTALL)
    return [unescape(re.sub(r"</?mark>", "", text)) for text in found]


def waiting_case(text, probability, **fields):
    comment = make_comment(text, **fields)
    return make_review_item(comment, priority=probability, probability=probability)
