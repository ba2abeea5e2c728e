from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import confirming, impostors, names, proof_of_work, robots
from articles.models import Article, Author, Comment
from articles.text import has_something_to_read, storable


class ReadableField(forms.CharField):
    """Text with visible characters, cleaned of what databases cannot store."""

    def to_python(self, value: Any) -> str:
        return storable(str(super().to_python(value) or ""))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Browsers cut what is pasted into a field with `maxlength` without a word."""
        attributes: dict[str, Any] = super().widget_attrs(widget)
        if isinstance(widget, forms.Textarea):
            attributes.pop("maxlength", None)
        return attributes

    def validate(self, value: str) -> None:
        if self.required and not has_something_to_read(value):
            raise forms.ValidationError(self.error_messages["required"], code="required")


class NameField(ReadableField):
    """A display name, without invisible characters."""

    def to_python(self, value: Any) -> str:
        return names.cleaned(super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (fault := names.fault(value)):
            raise forms.ValidationError(fault)


class TextForm(forms.Form):
    """The text of a comment."""

    text = ReadableField(
        max_length=Comment.MAX_LENGTH,
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={
            "required": gettext_lazy("Please write something before posting."),
            "max_length": gettext_lazy(
                "This is too long: %(show_value)d characters, where %(limit_value)d are allowed. "
                "Your text is kept; please shorten it."
            ),
        },
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    question = ""

    def ask(self, question: str) -> None:
        """Show `question` to the author.  Sending the form again confirms it."""
        self.question = question
        self.data = {name: self.data.get(name, "") for name in self.data} | {"confirmed": "on"}


class CommentForm(TextForm):
    """A new comment.  Readers whose name is known are not asked for it."""

    field_order = ["name", "email", "text"]

    name = NameField(
        max_length=names.LONGEST,
        label=gettext_lazy("Your name"),
        error_messages={"required": names.UNREADABLE},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail (optional)"),
        help_text=gettext_lazy(
            "Never shown to readers. For replies and for decisions about your comments, once you "
            "have confirmed it by a link."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        article: Article,
        author: Author | None,
        user: User | AnonymousUser | None = None,
        parent: Any = None,
    ) -> None:
        super().__init__(data, initial={"parent": parent, "submission": uuid4()}, label_suffix="")
        self.user = user if isinstance(user, User) else None
        self.is_examined = self.user is None and not robots.is_known(author)
        self.needs_proof = self.is_examined and proof_of_work.is_on()
        self.fields["parent"] = forms.ModelChoiceField(
            queryset=article.comments.published().select_related("author"),
            required=False,
            widget=forms.HiddenInput,
        )
        if author:
            del self.fields["name"], self.fields["email"]
        elif self.user and confirming.proved(self.user):
            del self.fields["email"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if refusal := impostors.refusal(name, self.user):
            raise forms.ValidationError(refusal)
        return name

    @property
    def opened(self) -> str:
        """The stamp of when the form was drawn, for the form."""
        return robots.fresh(self.data)

    def clean(self) -> None:
        """If the parent is gone, let the reply be posted as a comment of its own."""
        if self.is_examined and (refusal := robots.refusal(self.data)):
            self.add_error(None, refusal)
        if "parent" in self.errors:
            del self.errors["parent"]
            self.data = {name: self.data.get(name, "") for name in self.data if name != "parent"}
            self.add_error(
                None,
                _(
                    "The comment you are replying to no longer exists. "
                    "Your text is kept; you can post it as a new comment."
                ),
            )

    @property
    def answered(self) -> Comment | None:
        """The comment that the form replies to."""
        try:
            found: Comment | None = self.fields["parent"].clean(self["parent"].value())
        except forms.ValidationError:
            return None
        if found:
            impostors.mark([found])
        return found
