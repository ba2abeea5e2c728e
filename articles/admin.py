from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from articles import names
from articles.forms import NameField
from articles.models import Article, Author, Comment
from articles.signals import NameRefused, author_renamed


class CommentedAdmin(admin.ModelAdmin):
    """What comments hang on stays while they do."""

    class Media:
        css = {"all": ["css/admin.css"]}

    def has_delete_permission(
        self, request: HttpRequest, obj: Article | Author | None = None
    ) -> bool:
        free = obj is None or not obj.comments.exists()
        return free and super().has_delete_permission(request, obj)


@admin.register(Article)
class ArticleAdmin(CommentedAdmin):
    list_display = ["title", "section", "commenting", "published_at"]
    list_filter = ["commenting", "section"]
    search_fields = ["title", "slug"]
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ["title"]}


class AuthorForm(forms.ModelForm):
    """A name that is given is held to what a name may be, as one that is chosen."""

    name = NameField(max_length=names.LONGEST, error_messages={"required": names.UNREADABLE})

    class Meta:
        model = Author
        fields = ["name", "email", "user", "created_at", "source_id"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.initial.get("name"):
            try:
                author_renamed.send(sender=Author, name=name)
            except NameRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return name


@admin.register(Author)
class AuthorAdmin(CommentedAdmin):
    form = AuthorForm
    list_display = ["name", "email", "user", "created_at"]
    search_fields = ["name", "email"]
    autocomplete_fields = ["user"]


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Comments to look up.

    Text and status are not edited here: a comment changes by its author's
    edit or a moderator's decision, and both leave a record.
    """

    class Media:
        css = {"all": ["css/admin.css"]}

    list_display = ["__str__", "status", "posted_at"]
    list_filter = ["status", "posted_at"]
    list_select_related = ["author", "article"]
    search_fields = ["text", "author__name", "posted_as"]
    readonly_fields = [
        "posted_as",
        "text",
        "status",
        "posted_at",
        "edited_at",
        "featured_at",
        "source_id",
    ]
    raw_id_fields = ["article", "author", "parent"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- posting is the one way in
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False
