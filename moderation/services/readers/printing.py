"""Letters on the screen: for the demo, and for who develops."""

from django.core.mail import EmailMessage
from django.core.mail.backends import console


class EmailBackend(console.EmailBackend):
    """Prints what is written, and not to whom: what is printed ends in logs."""

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(f"Subject: {message.subject}\n\n{message.body}\n{'-' * 79}\n")
