from django.db import models


class ApiKey(models.Model):
    """An API key of another system, stored as a digest only."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        REVOKED = "revoked", "Revoked"

    name = models.CharField(max_length=80, unique=True, help_text="The system that uses the key.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    calls_per_minute = models.PositiveIntegerField(default=600)
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "API key"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
