from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from articles import model_names  # noqa: PLC0415 -- once the apps are ready
        from staff import session_list  # noqa: F401, PLC0415
        from staff.audit import factors, rights, sign_ins  # noqa: F401, PLC0415 -- registration

        model_names.translate(self)
