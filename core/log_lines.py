"""Lines of the server's own log, without the secrets that stand in addresses."""

import logging
import re

# Links that are mailed or printed hold their token in the address: /invitation/…, /account/link/…; also within ?next=.
SECRET_PART = re.compile(r"((?:/|%2F)(?:invitation|link)(?:/|%2F))[^/%?&#\s\"']+", re.IGNORECASE)


class Masked(logging.Formatter):
    """A line, a traceback among it, with every token cut out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return SECRET_PART.sub(r"\1…", super().format(record))
