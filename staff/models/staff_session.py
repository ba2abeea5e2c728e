from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone


class StaffSession(models.Model):
    """A session in which somebody of the staff is signed in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="staff_sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=64, editable=False)
    signed_in_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        return self.device or str(self.pk)
