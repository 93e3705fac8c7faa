"""Mail to a real server: quick to give up on one that does not answer, patient with one that has the text."""

from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

# A server may look long at a text it was given; who hangs up meanwhile sends it twice (RFC 5321, 4.5.3.2).
ANSWER_SECONDS = 60


class EmailBackend(SmtpBackend):
    """Django's own; `timeout` is for connecting and signing in."""

    def open(self) -> bool | None:
        """As the parent; from here on the server may take its time."""
        is_new = super().open()
        if is_new and self.connection and self.connection.sock:
            self.connection.sock.settimeout(ANSWER_SECONDS)
        return is_new
