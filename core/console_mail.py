"""Mail on the console as people read it: a mail's own encoding would break the links in it."""

from typing import Any

from django.core.mail.backends.console import EmailBackend as ConsoleBackend


class EmailBackend(ConsoleBackend):
    """Writes address, subject and text, unencoded. Only for a newcomer's own machine."""

    def write_message(self, message: Any) -> None:
        self.stream.write(
            f"\n--- Mail to {', '.join(message.to)}: {message.subject}\n\n{message.body.strip()}\n\n---\n"
        )
