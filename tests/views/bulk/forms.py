"""The forms of the batch pages, how they are sent, and where that leads."""

from html.parser import HTMLParser

from django.urls import reverse

NEEDS_REVIEW = ["needs-review"]


class Forms(HTMLParser):
    """The forms of a page by their address: each with its fields, in their order."""

    def __init__(self, page):
        super().__init__()
        self.found, self.buttons, self.links, self._form = [], [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._form = {}
            self.found.append((given.get("action", ""), self._form))
            self.buttons.append([])
        elif tag == "a":
            self.links.append(given.get("href"))
        elif self._form is not None and tag == "button":
            self.buttons[-1].append(given)
        elif self._form is not None and tag == "input" and "name" in given:
            ticked = given.get("type") != "checkbox" or "checked" in given
            if ticked:
                self._form.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None

    def to(self, address):
        return next(fields for action, fields in self.found if action == address)


def forms(response):
    return Forms(response.content.decode())


def decide(desk, page, action="remove", without=(), **fields):
    """Press a button of the batch page `page`, with some comments unticked."""
    form = forms(page).to(reverse("desk:decide_bulk"))
    form["pick"] = [pk for pk in form["pick"] if int(pk) not in without]
    return desk.post(reverse("desk:decide_bulk"), {**form, "action": action, **fields}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def address_of(response):
    return response.redirect_chain[-1][0]


def shown(response):
    return [card.comment for card in response.context["cards"]]


def bulk_address(**asked):
    return reverse("desk:bulk", args=NEEDS_REVIEW, query=asked)
