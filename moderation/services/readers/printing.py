"""An e-mail backend for the demo and for development, which prints e-mails."""

from django.core.mail import EmailMessage
from django.core.mail.backends import console


class EmailBackend(console.EmailBackend):
    """Prints subject and body, but no addresses, since the output may end up in logs."""

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(f"Subject: {message.subject}\n\n{message.body}\n{'-' * 79}\n")
