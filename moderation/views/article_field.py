"""A form field for an article, which people know by its title."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import paper
from articles.models import Article

# How many titles are suggested; those of older articles can be typed.
SUGGESTED = 200


class _TitleInput(forms.TextInput):
    """A text field that suggests the titles of the newest articles."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        suggestions = f"{name}-titles"
        field = super().render(name, value, {**(attrs or {}), "list": suggestions}, renderer)
        newest = Article.objects.order_by("-pk").values_list("title", flat=True)[:SUGGESTED]
        titles = ((title,) for title in dict.fromkeys(newest))
        options = format_html_join("", '<option value="{}"></option>', titles)
        return format_html('{}<datalist id="{}">{}</datalist>', field, suggestions, options)


class ArticleField(forms.CharField):
    """Takes a title, a part of one that no other article has, a short name, or the address of the
    article's page; gives the article, or None for nothing.
    """

    widget = _TitleInput

    def clean(self, value: Any) -> Article | None:
        text = super().clean(value)
        if not text:
            return None
        found = _found(text)
        if not found:
            raise forms.ValidationError(_("No article has this title or address."))
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several articles have this in their titles. Give the address of the page.")
            )
        return found[0]


def _found(text: str) -> list[Article]:
    """The article that `text` names; two of them if it names several."""
    addressed = Article.objects.filter(slug=text).first() or paper.find(url=text)
    if addressed:
        return [addressed]
    named = list(Article.objects.filter(title__iexact=text)[:2])
    return named or list(Article.objects.filter(title__icontains=text)[:2])
