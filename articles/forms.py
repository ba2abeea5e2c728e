import unicodedata
from typing import Any

from django import forms

from articles.models import Author, Comment


def has_something_to_read(text: str) -> bool:
    """Whether `text` holds more than spaces, controls and invisible characters."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


class CommentForm(forms.Form):
    """A reader's comment.  A reader whose name is known is not asked for it again."""

    name = forms.CharField(max_length=Author._meta.get_field("name").max_length, label="Your name")
    email = forms.EmailField(
        required=False, label="E-mail (optional)", help_text="Never shown to readers."
    )
    text = forms.CharField(
        max_length=Comment.MAX_LENGTH,
        label="Your comment",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    parent = forms.ModelChoiceField(
        queryset=Comment.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, article: Any, author: Author | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = article.comments.published()
        if author:
            del self.fields["name"], self.fields["email"]

    def clean_name(self) -> str:
        return self._readable("name", "Please give a name that can be read.")

    def clean_text(self) -> str:
        return self._readable("text", "Please write something before posting.")

    def _readable(self, field: str, otherwise: str) -> str:
        value: str = self.cleaned_data[field]
        if not has_something_to_read(value):
            raise forms.ValidationError(otherwise)
        return value
