"""Reads the process environment, loudly: a value that cannot be understood stops the start."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The value of `name`, stripped; `default` when it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """1, true, yes or on; 0, false, no or off. Anything else is refused."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")


def number(name: str, default: int) -> int:
    """A whole number of at least zero."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas; `none` and an empty value mean an empty list."""
    value = text(name, default)
    return [] if value.lower() == "none" else [word.strip() for word in value.split(",") if word.strip()]


def web_address(name: str, default: str) -> str:
    """An http or https address without a trailing slash."""
    value = text(name, default).rstrip("/")
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc:
        raise ImproperlyConfigured(f"{name} must be an address such as https://arena.example, not {value!r}")
    return value


def kept_secret(path: Path) -> str:
    """A random text that this machine keeps in a file only its owner can read; made on first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48))
        unfinished.replace(path)
    return path.read_text().strip()


def mailer(name: str) -> dict[str, object]:
    """Django's MAILERS entry for `smtp://user:password@host:port`, `smtps://…` or, when unset, the console."""
    value = text(name)
    if not value:
        return {"BACKEND": "core.console_mail.EmailBackend"}
    url = urlsplit(value)
    if url.scheme not in {"smtp", "smtps", "smtp+tls"} or not url.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp://host:25, smtp+tls://… or smtps://…")
    options: dict[str, object] = {"host": url.hostname, "port": url.port or 25, "timeout": 10}
    if url.username:
        options |= {"username": unquote(url.username), "password": unquote(url.password or "")}
    if url.scheme == "smtps":
        options["use_ssl"] = True
    if url.scheme == "smtp+tls":
        options["use_tls"] = True
    return {"BACKEND": "core.smtp_mail.EmailBackend", "OPTIONS": options}
