"""Reads the forms of a page as a browser does: their fields, what stands in them, what may be written freely."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Inputs that people write into, as `type` says it.
WRITTEN = frozenset({"text", "search", "email", "url", "tel", "password", ""})


@dataclass
class PageForm:
    """One form: where it goes, what a browser would send untouched, and which fields hold free text."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def put(self, name: str, value: str) -> None:
        """One more value that would be sent."""
        self.values.setdefault(name, []).append(value)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.inside: PageForm | None = None
        self.area: tuple[str, list[str]] | None = None
        self.select: tuple[str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self.inside = PageForm(found.get("method", "get").lower(), found.get("action", ""))
            self.forms.append(self.inside)
        elif self.inside is None or ("disabled" in found):
            return
        elif tag == "input" and name:
            self._input(name, found)
        elif tag == "textarea" and name:
            self.area = (name, [])
            self.inside.written.append(name)
        elif tag == "select" and name:
            self.select = (name, [])
            self.inside.choices.append(name)
        elif tag == "option" and self.select:
            self.select[1].append((found.get("value", ""), "selected" in found))

    def _input(self, name: str, found: dict[str, str]) -> None:
        form, kind = self.inside, found.get("type", "").lower()
        if kind == "file":
            form.files.append(name)
        elif kind in {"radio", "checkbox"}:
            form.choices.append(name)
            if "checked" in found:
                form.put(name, found.get("value", "on"))
        else:
            form.put(name, found.get("value", ""))
            if kind in WRITTEN:
                form.written.append(name)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "textarea" and self.area:
            name, parts = self.area
            # A browser drops the line end that Django writes first.
            self.inside.put(name, "".join(parts).removeprefix("\r").removeprefix("\n"))
            self.area = None
        elif tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, is_selected in options if is_selected] or [value for value, _no in options][:1]
            for value in chosen:
                self.inside.put(name, value)
            self.select = None


def forms_on(html: str) -> list[PageForm]:
    """Every form of the page, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
