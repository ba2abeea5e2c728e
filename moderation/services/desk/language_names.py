"""The names of languages and scripts, in the language of the page."""

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from moderation.classifiers import languages
from moderation.classifiers.languages import scripts, small_words

# Those that Django has no name for
_OTHERS = {
    "am": gettext_lazy("Amharic"),
    "as": gettext_lazy("Assamese"),
    "ba": gettext_lazy("Bashkir"),
    "bo": gettext_lazy("Tibetan"),
    "dv": gettext_lazy("Dhivehi"),
    "gu": gettext_lazy("Gujarati"),
    "lo": gettext_lazy("Lao"),
    "mg": gettext_lazy("Malagasy"),
    "mt": gettext_lazy("Maltese"),
    "or": gettext_lazy("Odia"),
    "pa": gettext_lazy("Punjabi"),
    "ps": gettext_lazy("Pashto"),
    "si": gettext_lazy("Sinhala"),
    "so": gettext_lazy("Somali"),
    "tl": gettext_lazy("Tagalog"),
    "xh": gettext_lazy("Xhosa"),
    "yo": gettext_lazy("Yoruba"),
    "zh": gettext_lazy("Chinese"),
    "zu": gettext_lazy("Zulu"),
}
_SCRIPTS = {
    "Arab": gettext_lazy("Arabic script"),
    "Beng": gettext_lazy("Bengali script"),
    "Cyrl": gettext_lazy("Cyrillic script"),
    "Deva": gettext_lazy("Devanagari script"),
}


def choices() -> list[tuple[str, str]]:
    """The code and the name of each language that is told, and of the scripts, by their names."""
    told = {code for codes in scripts.LANGUAGES.values() for code in codes}
    told |= {languages.ENGLISH, *small_words.by_language()}
    told |= {f"{languages.UNDETERMINED}-{script}" for script in _SCRIPTS}
    named = sorted(((code, name_of(code)) for code in told), key=lambda pair: pair[1])
    return [*named, (languages.UNDETERMINED, name_of(languages.UNDETERMINED))]


def name_of(language: str) -> str:
    """The name of a stored language, such as “German” or “English and German”."""
    names = [_of_code(code) for code in languages.codes_of(language)]
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}


def _of_code(code: str) -> str:
    if code == languages.UNDETERMINED:
        return _("undetermined")
    if script := languages.script_of(code):
        return str(_SCRIPTS.get(script, _("another script")))
    if code in _OTHERS:
        return str(_OTHERS[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
