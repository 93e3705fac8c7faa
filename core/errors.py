"""What actions and the upload gate raise when they refuse."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RuleBroken(Exception):
    """An action refused. Pages show it as a form error, the API as problem+json, tasks do not retry it.

    `code` names the rule (`team.already_member`), `message` is a translatable sentence for people,
    `field` the form field it belongs to, `details` plain values that help the caller.
    """

    def __init__(
        self, code: str, message: object, *, field: str | None = None, details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.details = dict(details or {})

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class StaleVersion(RuleBroken):
    """Somebody else saved first: nothing was written, the current row is in `current`."""

    def __init__(self, current: object, message: object) -> None:
        super().__init__("core.stale_version", message)
        self.current = current


class UploadRefused(Exception):
    """The file is not taken. `code` says why, `message` and `params` tell people what to choose instead."""

    def __init__(self, code: str, message: "_StrPromise", params: Mapping[str, int | str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params: Mapping[str, int | str] = params or {}
