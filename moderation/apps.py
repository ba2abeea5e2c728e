from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from articles import model_names  # noqa: PLC0415 -- once the apps are ready
        from moderation import checks, receivers  # noqa: F401, PLC0415 -- registration

        model_names.translate(self)
