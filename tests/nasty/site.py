"""Every page of the product with somebody who may open it, and every form on them with answers that are taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from arena import sections
from core.writes import new_token
from tests.accounts.sessions import signed_in
from tests.arena.settings_rows import WRITTEN, answers
from tests.forms_on_pages import PageForm, forms_on
from tests.house.test_routes import addresses

# What is written where a page leaves a field empty, so that the rest of the form is taken.
PLAIN = {
    "title": "Plain title",
    "name": "Plain name",
    "email": "plain@example.org",
    "login": "plain@example.org",
    "level": "1",
    "date": "2024-03-01",
    "role": "funder",
    "months": "3",
    "link": "https://example.org/plain",
}


@dataclass(frozen=True)
class Place:
    """A form, the page it stands on, and who fills it in."""

    client: Client
    page: str
    form: PageForm
    target: str
    plain: dict[str, object]

    @property
    def name(self) -> str:
        return f"{self.target} {','.join(self.form.written)}"

    def send(self, changes: dict[str, str]) -> HttpResponse:
        """The form with plain answers, but for `changes`."""
        values = {name: list(given) for name, given in self.form.values.items() if name != "csrfmiddlewaretoken"}
        for name, plain in (PLAIN | self.plain).items():
            if name in {*values, *self.form.written, *self.form.choices} and not any(values.get(name, ())):
                values[name] = [str(one) for one in (plain if isinstance(plain, list) else [plain])]
        if "when" in values:
            # The day that is written counts, not the chip that is chosen.
            values["when"] = ["other"]
        values |= {name: [text] for name, text in changes.items()}
        if "token" in values and "token" not in changes:
            values["token"] = [new_token()]
        return send(self.client, self.target, values)


def send(client: Client, address: str, values: dict[str, list[str]]) -> HttpResponse:
    """As a browser sends it, and also what no browser would: lone surrogates as raw bytes."""
    body = urlencode(values, doseq=True, errors="surrogatepass")
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


def as_received(text: str) -> str:
    """What arrives of a text: bytes that are no UTF-8 become the sign for that."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def pages(cast) -> list[tuple[Client, str]]:
    """Every address that answers 200 to a lead, a coordinator, a member or a stranger, and who opens it."""
    every = dict.fromkeys([*addresses(cast).values(), *_sections(cast)])
    found = []
    clients = [signed_in(cast.lead), signed_in(cast.coordinator), signed_in(cast.member), Client()]
    for address in every:
        client = next((client for client in clients if client.get(address).status_code == 200), None)
        if client is not None:
            found.append((client, address))
    return found


def _sections(cast) -> Iterator[str]:
    """Each kind of settings: its list, its form, and the form over a row that is there."""
    slug = cast.arena.slug
    lead = signed_in(cast.lead)
    for section in sections.in_order():
        yield reverse("arena:section", args=[slug, section.slug])
        if section.form is None:
            continue
        add = reverse("arena:section-add", args=[slug, section.slug])
        if section.slug in WRITTEN:
            lead.post(add, answers(section.slug, cast) | {"token": new_token()})
        yield add
        for row in section.rows(cast.arena):
            if section.is_open(row):
                yield reverse("arena:section-edit", args=[slug, section.slug, row.pk])
                break


def places(cast) -> list[Place]:
    """Every form that is posted and that somebody can write into; the same form stands once."""
    found: dict[tuple[str, tuple[str, ...]], Place] = {}
    for client, address in pages(cast):
        answer = client.get(address)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for form in forms_on(answer.content.decode()):
            if form.method == "post" and form.written:
                target = urljoin(address, form.action or address)
                place = Place(client, address, form, target, _plain(cast, target))
                found.setdefault((place.target, tuple(form.written)), place)
    return list(found.values())


def _plain(cast, target: str) -> dict[str, object]:
    """Right answers for a new row of the settings."""
    *_before, kind, last, _end = target.split("/")
    return answers(kind, cast) if last == "new" and kind in WRITTEN else {}
