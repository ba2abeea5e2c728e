from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles and comments"

    def ready(self) -> None:
        from django.urls import register_converter  # noqa: PLC0415 -- once the apps are ready

        from articles import account_names, identity  # noqa: F401, PLC0415 -- they listen to signals
        from articles.row_ids import RowIdConverter  # noqa: PLC0415

        register_converter(RowIdConverter, "row_id")
