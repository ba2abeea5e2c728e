from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles and comments"

    def ready(self) -> None:
        from articles import account_names, identity  # noqa: F401, PLC0415 -- they listen to signals
