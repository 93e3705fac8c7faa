"""Everything this installation holds, as plain text: what a thief of the whole machine could read and decode."""

from collections.abc import Iterator

from cryptography.fernet import InvalidToken
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection

from core.models import Mail
from core.secrets import decrypt


def everything(log: str = "") -> dict[str, str]:
    """Each place with all it holds: every table, the sessions and mails decoded, cache, files, the captured log."""
    places = {f"table {table}": _table(table) for table in _tables()}
    places["sessions, decoded"] = "\n".join(str(session.get_decoded()) for session in Session.objects.all())
    places["mails, decrypted"] = "\n".join(_opened(mail.body) for mail in Mail.objects.all())
    places["cache"] = "\n".join(_cached())
    places["files"] = "\n".join(_files(""))
    places["log"] = log
    return places


def found_in(places: dict[str, str], markers: dict[str, str]) -> dict[str, list[str]]:
    """Which marker (by its name) stands where, in any case of letters."""
    folded = {place: text.casefold() for place, text in places.items()}
    hits = {
        name: [place for place, text in folded.items() if marker.casefold() in text] for name, marker in markers.items()
    }
    return {name: where for name, where in hits.items() if where}


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def _table(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
        return "\n".join(repr(row) for row in cursor)


def _opened(sealed: str) -> str:
    try:
        return decrypt(sealed)
    except InvalidToken:
        return sealed


def _cached() -> Iterator[str]:
    if hasattr(cache, "_cache") and isinstance(cache._cache, dict):
        yield from (f"{key} {value!r}" for key, value in cache._cache.items())
        return
    server = cache._cache.get_client(None)
    for key in server.scan_iter("*"):
        kind = server.type(key)
        yield f"{key!r} {server.get(key)!r}" if kind == b"string" else f"{key!r}"


def _files(folder: str) -> Iterator[str]:
    folders, names = default_storage.listdir(folder)
    for name in names:
        with default_storage.open(f"{folder}/{name}".lstrip("/")) as file:
            yield f"{folder}/{name} {file.read()!r}"
    for inner in folders:
        yield from _files(f"{folder}/{inner}".lstrip("/"))
