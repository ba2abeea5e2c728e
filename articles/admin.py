from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from articles import names, paper
from articles.forms import NameField
from articles.models import Article, Author, Comment
from articles.records import RecordAdmin
from articles.saving import SavesAmongOthers
from articles.signals import NameRefused, author_renamed

# Characters of a comment in a list
EXCERPT = 120

admin.site.site_header = format_lazy(_("{site}: administration"), site=settings.SITE_NAME)
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("What the site stores")


class CommentedAdmin(SavesAmongOthers):
    """Rows with comments cannot be deleted."""

    class Media:
        css = {"all": ["css/admin.css"]}

    def has_delete_permission(
        self, request: HttpRequest, obj: Article | Author | None = None
    ) -> bool:
        free = obj is None or not obj.comments.exists()
        return free and super().has_delete_permission(request, obj)


class ArticleForm(forms.ModelForm):
    """Offers the site's languages, and refuses an address that leads to another article."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", "—"), *settings.LANGUAGES],
        required=False,
        help_text=Article._meta.get_field("language").help_text,
    )

    def clean(self) -> None:
        super().clean()
        url, external_id = self.cleaned_data.get("url"), self.cleaned_data.get("external_id")
        found = paper.find(url=url) if url and not external_id else None
        if found and found.external_id is None and found != self.instance:
            self.add_error("url", _("There is an article with this address."))


@admin.register(Article)
class ArticleAdmin(CommentedAdmin):
    form = ArticleForm
    list_display = ["title", "section", "commenting", "close_after_days", "published_at"]
    list_filter = ["commenting", "section"]
    search_fields = ["title", "slug"]
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ["title"]}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def view_on_site(self, article: Article) -> str:
        return article.get_absolute_url()


class AuthorForm(forms.ModelForm):
    """Checks a name as strictly as one that a reader chooses."""

    name = NameField(max_length=names.LONGEST, error_messages={"required": names.UNREADABLE})

    class Meta:
        model = Author
        fields = ["name", "email"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.initial.get("name"):
            try:
                author_renamed.send(sender=Author, name=name)
            except NameRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return name

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.instance.take_email(email)
        return email


@admin.register(Author)
class AuthorAdmin(CommentedAdmin):
    form = AuthorForm
    list_display = ["name", "email", "email_confirmed_at", "user", "created_at"]
    search_fields = ["name", "email"]
    readonly_fields = [
        "email_confirmed_at",
        "mailing",
        "user",
        "created_at",
        "source_id",
        "external_id",
        "given_name",
        "badges",
    ]


@admin.register(Comment)
class CommentAdmin(RecordAdmin):
    """Comments, read-only.

    A comment changes only by its author's edit or a moderator's decision, both
    of which are recorded.
    """

    class Media:
        css = {"all": ["css/admin.css"]}

    list_display = ["excerpt", "article", "written_by", "status", "posted_at"]
    list_filter = ["status", "posted_at"]
    list_select_related = ["author", "article"]
    search_fields = ["text", "author__name", "posted_as"]
    search_help_text = _("Words of the text, or the author's name")

    @admin.display(description=_("text"))
    def excerpt(self, comment: Comment) -> str:
        return Truncator(comment.text).chars(EXCERPT) or str(_("(no text)"))

    @admin.display(description=_("author"), ordering="author__name")
    def written_by(self, comment: Comment) -> str:
        return comment.author_name

    def view_on_site(self, comment: Comment) -> str | None:
        return comment.get_absolute_url() if comment.status == Comment.Status.PUBLISHED else None
