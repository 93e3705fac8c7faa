"""Files that wait while something else in their form is put right: for a day, for the person who sent them alone."""

from typing import Final

from django.core import signing

from core import files
from core.files import FileDamaged, Holder
from core.uploads import AcceptedUpload

# No row names them: after a day they are tidied away (core/files.py).
HOLDER: Final = Holder(folder="aside")
# So many files of one person wait. The oldest makes room for the next.
MOST_EACH: Final = 10
_SALT: Final = "core.aside"
_FACTS: Final = ("content_type", "extension", "sha256", "width", "height", "original_name")


def keep_aside(upload: AcceptedUpload, *, owner: int) -> str:
    """Stores a file that the gate let through, and gives the signed reference that its form sends again.

    Raises RuleBroken `file.no_room`.
    """
    folder = f"{HOLDER.folder}/{owner}"
    waiting = sorted(found for name in files.names_in(folder) if (found := (files.changed_at(name), name))[0])
    for _changed_at, name in waiting[: max(len(waiting) - MOST_EACH + 1, 0)]:
        files.drop(name)
    facts = {name: getattr(upload, name) for name in _FACTS}
    name = files.keep(upload.content, folder=folder, extension=upload.extension)
    return signing.dumps({"owner": owner, "name": name, "facts": facts}, salt=_SALT)


def taken_up(reference: str, *, owner: int) -> AcceptedUpload | None:
    """The file behind a reference, as the gate let it through; None when it is not this owner's, or gone."""
    try:
        kept = signing.loads(reference, salt=_SALT, max_age=files.GRACE)
    except signing.BadSignature:
        return None
    if kept["owner"] != owner:
        return None
    try:
        with files.open_whole(kept["name"], sha256=kept["facts"]["sha256"], size=None) as file:
            return AcceptedUpload(content=file.read(), **kept["facts"])
    except FileDamaged:
        return None
