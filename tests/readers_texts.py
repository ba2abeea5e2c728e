"""The texts that readers see, as the code and the templates have them."""

import ast
import re

from django.conf import settings
from django.utils.translation.template import templatize

TEMPLATES = ("articles", "discussion", "embed", "registration")
CODE = (
    "articles/**/*.py",
    "moderation/models/appeal.py",
    "moderation/models/legal_report.py",
    "moderation/models/notice.py",
    "moderation/receivers.py",
    "moderation/services/decisions/blocking.py",
    "moderation/services/decisions/legal_reports.py",
    "moderation/services/decisions/reporting.py",
    "moderation/services/judging/new_names.py",
    "moderation/services/judging/warning.py",
    "moderation/services/policy/posted.py",
    "moderation/services/readers/*.py",
    "moderation/templatetags/ages.py",
    "moderation/views/legal_reports.py",
    "moderation/views/mailing_wishes.py",
    "moderation/views/notices.py",
    "moderation/views/own_page_forms.py",
    "moderation/views/policy_feeds.py",
    "moderation/views/reports.py",
)
# What Django has no words for in a language, on the page where a reader makes an account
OF_DJANGO = {
    "hy": {
        "Email",
        "Username",
        "Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
        "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ "
        "characters.",
        "The two password fields didn’t match.",
        "Your password can’t be a commonly used password.",
        "Your password can’t be entirely numeric.",
        "Your password can’t be too similar to your other personal information.",
    }
}
# What the paper's engineers read, and the names of fields in the admin
NOT_FOR_READERS = {"admin.py", "apps.py", "model_names.py", "paper.py", "counts.py"}
OF_THE_ADMIN = {"help_text", "violation_error_message"}
MARKS = {
    "_",
    "gettext_noop",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}


def texts():
    """Every text with its context and its plural, both perhaps empty: (context, one, many)."""
    found = set()
    for path in settings.BASE_DIR.glob("templates/**/*.*"):
        place = path.relative_to(settings.BASE_DIR / "templates")
        if place.parts[0] in TEMPLATES or len(place.parts) == 1:
            found |= _in_code(_as_code(templatize(path.read_text())))
    for pattern in CODE:
        for path in settings.BASE_DIR.glob(pattern):
            if path.name not in NOT_FOR_READERS:
                found |= _in_code(path.read_text(), in_admin=path.parent.name == "models")
    return found


def _as_code(templatized):
    """The calls that Django makes of a template, without what is between them."""
    quoted = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    call = rf"\b(?:_|gettext|ngettext|pgettext|npgettext)\((?: *{quoted} *,?)+[^)]*\)"
    return "\n".join(re.findall(call, templatized, re.DOTALL))


def _in_code(code, *, in_admin=False):
    """Texts of Python; of a model, what only the admin shows is left out."""
    found = set()
    waiting = [ast.parse(code)]
    while waiting:
        node = waiting.pop()
        if in_admin and isinstance(node, ast.keyword) and node.arg in OF_THE_ADMIN:
            continue
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
            given = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            context = given.pop(0) if node.func.id.startswith("pgettext") else ""
            if given:
                many = given[1] if node.func.id.startswith("ngettext") else ""
                found.add((context, given[0], many))
    return found
