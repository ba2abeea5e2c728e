"""The editor's page: what is typed into it, and what its form and its messages say."""

from html.parser import HTMLParser

TEXT = "We do not permit personal attacks or profanity here."


class FormReader(HTMLParser):
    """The fields of the form `draft` with their values, and the buttons that send it."""

    def __init__(self):
        super().__init__()
        self.fields, self.buttons, self.inside, self.writing, self.choosing = {}, [], False, "", ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == "draft"
        if not self.inside:
            return
        name, value = given.get("name", ""), given.get("value") or ""
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.fields[name] = value
        elif tag == "textarea":
            self.writing, self.fields[name] = name, ""
        elif tag == "select":
            self.choosing, self.fields[name] = name, ""
        elif tag == "option" and "selected" in given:
            self.fields[self.choosing] = value
        elif tag == "button":
            self.buttons.append((name, value))

    def handle_data(self, data):
        if self.writing:
            self.fields[self.writing] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.fields[self.writing] = self.fields[self.writing].removeprefix("\n")
            self.writing = ""
        elif tag == "form":
            self.inside = False


def read(response):
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader


def said(response):
    return [str(message) for message in response.context["messages"]]


TYPED = {
    "text": TEXT,
    "clauses-0-quote": "profanity",
    "clauses-0-queue_at": "61",
    "clauses-0-rules-0-kind": "words",
    "clauses-0-rules-0-value": "heck\ndarn",
    "clauses-2-quote": "personal attacks or profanity",
    "clauses-2-rules-0-kind": "words",
    "clauses-2-rules-0-value": "fiddlesticks",
    "clauses-2-rules-0-verdict": "queue",
    "example-expectation": "flag",
    "example-text": "[personal_attack 0.9]",
    "moderation": "pre",
    "approvals_of_new_authors": "3",
    "record_share": "0.4",
}


PARTS = {
    "save": ("text", "clauses-"),
    "propose": (),
    "publish": ("text", "clauses-"),
    "save_intake": ("moderation", "approvals", "record"),
    "add_example": ("example-",),
    "drop_example": (),
}
