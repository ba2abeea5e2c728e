from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles and comments")

    def ready(self) -> None:
        from django.urls import register_converter  # noqa: PLC0415 -- once the apps are ready

        from articles import (  # noqa: F401, PLC0415 -- they register themselves
            account_names,
            checks,
            identity,
            model_names,
        )
        from articles.row_ids import RowIdConverter  # noqa: PLC0415

        model_names.translate(self)
        register_converter(RowIdConverter, "row_id")
