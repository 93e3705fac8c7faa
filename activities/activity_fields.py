"""What a row of a file can say about an activity."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.enums import Kind, MeetingForm, Status
from activities.more_fields import MORE_FIELDS
from arena import import_cells as cells
from arena import import_places as places
from arena.import_book import arena_id, read_organisations, read_sides, read_themes
from arena.imports import CellFault, ImportField
from core.sheets import Cell
from core.text import fold
from teams.models import Team

KINDS = {
    "möte, møte": Kind.MEETING,
    "verkstad, verksted, arbeidsverksted": Kind.WORKSHOP,
    "rådgivning, veiledning, coachning": Kind.COACHING,
    "kurs, utbildning, opplæring": Kind.COURSE,
    "evenemang, arrangement, konferens, konferanse, conference": Kind.EVENT,
    "demonstration, demonstrasjon, pilot, test": Kind.DEMONSTRATION,
    "presentation, presentasjon, föredrag, foredrag": Kind.PRESENTATION,
    "intern, internt, internmöte, internmøte": Kind.INTERNAL,
}
STATUSES = {
    "genomförd, gjennomført, done, completed": Status.HELD,
    "planerad, planlagt": Status.PLANNED,
    "inställd, avlyst, canceled": Status.CANCELLED,
}
FORMS = {
    "fysisk, fysiskt, på plats, in person": MeetingForm.ON_SITE,
    "digital, digitalt, online, teams, zoom": MeetingForm.ONLINE,
    "hybrid, både och, både og": MeetingForm.HYBRID,
}


def read_key(cell: Cell, book: Any) -> str:
    """The key by which the source knows it, as an address may hold it."""
    text = cells.line(80)(cell, book)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise CellFault("cell.key_invalid")
    return text


def read_team(cell: Cell, book: Any) -> Team | None:
    """The arena's team of this name or address."""
    text = cells.text_of(cell)
    found = book.teams.get(fold(text), [])
    if len(found) > 1:
        raise CellFault("cell.team_ambiguous", value=text[: cells.QUOTED])
    if not found and fold(text) not in cells.UNKNOWN_WORDS:
        raise CellFault("cell.team_unknown", value=text[: cells.QUOTED])
    return found[0] if found else None


FIELDS = (
    ImportField(
        slug="title",
        label=_("Title"),
        read=cells.line(200),
        is_required=True,
        example=_("Repair evening"),
        synonyms=("titel", "tittel", "rubrik", "namn", "navn", "name", "aktivitet", "activity", "överskrift"),
    ),
    ImportField(
        slug="when",
        label=_("Date"),
        read=cells.when,
        example="2026-03-04",
        hint=_("A day, a month (2026-03) or a year."),
        synonyms=("datum", "dato", "dag", "day", "when", "när", "når", "startdatum", "startdato", "start date"),
    ),
    ImportField(
        slug="status",
        label=_("Status"),
        read=cells.choice(Status, STATUSES),
        example=Status.HELD.label,
        hint=_("Without it the date decides between held and planned."),
    ),
    ImportField(
        slug="kind",
        label=_("Kind"),
        read=cells.choice(Kind, KINDS),
        example=Kind.WORKSHOP.label,
        synonyms=("typ", "type", "slag", "aktivitetstyp", "aktivitetstype"),
    ),
    ImportField(
        slug="sides",
        label=_("Country"),
        read=read_sides,
        example="SE, NO",
        hint=_("The arena’s countries. Both is a joint activity."),
        synonyms=("countries", "land", "länder", "side", "sides", "sida"),
    ),
    ImportField(
        slug="attended",
        label=_("Number of participants"),
        read=cells.count,
        example="18",
        hint=_("Nothing means unknown, 0 means nobody."),
        synonyms=("antal deltagare", "antall deltakere", "deltagare", "deltakere", "headcount", "antal", "antall"),
    ),
    ImportField(
        slug="meeting_form",
        label=_("How did people meet?"),
        read=cells.choice(MeetingForm, FORMS),
        example=MeetingForm.ON_SITE.label,
        synonyms=("form", "mötesform", "møteform", "meeting form"),
    ),
    ImportField(
        slug="organisers",
        label=_("Organisers"),
        read=read_organisations,
        example="556036-0793",
        hint=_("Numbers, or names as the register has them, with semicolons between."),
        synonyms=("organiser", "organizer", "organizers", "arrangör", "arrangörer", "arrangør", "arrangører"),
    ),
    ImportField(
        slug="participants",
        label=_("Organisations that took part"),
        read=read_organisations,
        example="556036-0793; NO 974767880",
        hint=_("Numbers, or names as the register has them, with semicolons between."),
        synonyms=("organisations", "organisationer", "organisasjoner", "deltagande organisationer", "participants"),
    ),
    ImportField(
        slug="team",
        label=_("Team"),
        read=read_team,
        example="Folkverkstad",
        hint=_("The name or the address of one of the arena’s teams."),
    ),
    ImportField(
        slug="themes",
        label=_("Themes"),
        read=read_themes,
        hint=_("As the arena calls them, with semicolons between."),
        synonyms=("theme", "tema", "teman", "temaer"),
    ),
    ImportField(
        slug="municipality",
        label=_("Municipality"),
        read=places.unknown_or_text,
        example="Åre",
        hint=_("The name or the code."),
        synonyms=("kommun", "kommune", "kommunkod", "kommunenummer"),
    ),
    ImportField(
        slug="place", label=_("Place"), read=cells.line(160), synonyms=("plats", "ort", "sted", "lokal", "venue")
    ),
    ImportField(
        slug="description",
        label=_("Description"),
        read=cells.lines,
        synonyms=("beskrivning", "beskrivelse", "innehåll", "innhold"),
    ),
    *MORE_FIELDS,
    ImportField(
        slug="language",
        label=_("Language"),
        read=cells.language,
        example="sv",
        hint=_("Of the texts. Without it the language that you choose for the whole file counts."),
        synonyms=("språk",),
    ),
    ImportField(
        slug="key",
        label=_("Key in the source"),
        read=read_key,
        example="A-17",
        hint=_("What your own list calls it. It is found again by it."),
        synonyms=("nyckel", "nøkkel", "source key"),
    ),
    ImportField(
        **arena_id(_("Number in the arena")),
        hint=_("Stands in files that were fetched here. Leave it empty for what is new."),
        loose=("number", "nummer"),
    ),
)
