"""What a row of a file can say about an organisation."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from arena import import_cells as cells
from arena import import_places as places
from arena.enums import Helix, IndustryVersion, Size
from arena.import_book import arena_id, read_sides
from arena.imports import CellFault, ImportField
from core.sheets import MASK, Cell

# Words that registers and research councils use for the four sectors.
SECTORS = {
    "näringsliv, næringsliv, privat, privat sektor, private, private sector, enterprise, industry": Helix.BUSINESS,
    "akademi, akademia, forskning, research, uoh-sektor, instituttsektor, högskola, universitet": Helix.ACADEMIA,
    "offentlig, offentlig sektor, public, kommun, kommune, stat, statlig": Helix.PUBLIC,
    "ideell, ideell sektor, frivillig, frivillig sektor, civilsamhälle, sivilsamfunn, ngo": Helix.CIVIL,
}
SIZES = {
    "mikro": Size.MICRO,
    "små, litet, liten, lite": Size.SMALL,
    "medel, medelstor, medelstora, mellomstor, mellomstore": Size.MEDIUM,
    "stor, stora, store": Size.LARGE,
}
EDITIONS = {
    "nace rev. 2, nace rev 2, sni 2007, sni2007, sn 2007, sn2007, 2007, 2008": IndustryVersion.REV_2,
    "nace rev. 2.1, nace rev 2.1, sni 2025, sni2025, sn 2025, sn2025, 2025": IndustryVersion.REV_2_1,
}
_INDUSTRY = re.compile(r"([0-9]{2})(?:\.?([0-9]{1,2}))?(?:[.\s]?[0-9])?")


def read_number(cell: Cell, book: Any) -> str:
    """The number as it is written, or the mask that stands for a personal one: its country tells what it is."""
    text = cells.text_of(cell)
    return MASK if MASK in text else text


def read_industry(cell: Cell, book: Any) -> str:
    """An industry code as NACE writes it; what a country adds behind is left out."""
    text = cells.text_of(cell)
    found = _INDUSTRY.fullmatch(text)
    if found is None:
        raise CellFault("cell.industry_unknown", value=text[: cells.QUOTED])
    return f"{found[1]}.{found[2]}" if found[2] else found[1]


FIELDS = (
    ImportField(
        slug="name",
        label=_("Name"),
        read=cells.line(200),
        is_required=True,
        example="Åre Reparationsverkstad AB",
        synonyms=(
            *("org name", "organisation", "organization", "organisasjon", "organisation name", "organization name"),
            *("organisationsnamn", "organisasjonsnavn", "orgnamn", "orgnavn", "company name", "legal name"),
            *("företagsnamn", "foretaksnavn", "bedriftsnavn", "namn", "navn"),
        ),
        loose=("företag", "foretak", "bedrift", "firma", "company"),
    ),
    ImportField(
        slug="number",
        label=_("Organisation number"),
        read=read_number,
        example="556036-0793",
        hint=_("The check digit is verified. A personal identity number is never kept."),
        synonyms=(
            *("org no", "org nr", "orgnr", "orgno", "org nummer", "orgnummer", "org number", "organization number"),
            *(
                "organisationsnr",
                "organisasjonsnr",
                "organisationsnummer",
                "organisasjonsnummer",
                "registration number",
            ),
            *("vat", "vat no", "vat number", "momsnr", "momsnummer", "mva nummer", "company number"),
        ),
    ),
    ImportField(
        slug="country",
        label=_("Country of the organisation number"),
        read=cells.country,
        example="SE",
        hint=_("The code or the name. May be left out where the number fits one of the arena’s countries alone."),
        loose=("country", "country code", "land", "landkod", "landkode", "landskod"),
    ),
    ImportField(
        slug="aliases",
        label=_("Other names"),
        read=cells.names(200),
        hint=_("Semicolons between them."),
        synonyms=("alias", "andra namn", "andre navn", "synonym"),
    ),
    ImportField(
        slug="is_sole_trader",
        label=_("Sole trader"),
        read=cells.yes_or_no,
        hint=_("In Sweden the number is a personal identity number and is never kept."),
        synonyms=("enskild firma", "enskild näringsidkare", "enkeltpersonforetak", "enk"),
    ),
    ImportField(
        slug="helix",
        label=_("Sector"),
        read=cells.choice(Helix, SECTORS),
        example=Helix.BUSINESS.label,
        synonyms=("sektor", "quadruple helix", "samhällssektor", "samfunnssektor"),
    ),
    ImportField(
        slug="is_enterprise",
        label=_("Is it a company?"),
        read=cells.yes_or_no,
        example=_("Yes"),
        synonyms=("is company", "är företag", "er bedrift"),
        loose=("company", "företag", "bedrift"),
    ),
    ImportField(
        slug="size",
        label=_("Size"),
        read=cells.choice(Size, SIZES),
        example=Size.SMALL.label,
        synonyms=("storlek", "størrelse", "storleksklass", "størrelsesklasse", "size class"),
    ),
    ImportField(slug="industry_code", label=_("Industry code"), read=read_industry, example="38.32"),
    ImportField(
        slug="industry_version",
        label=_("Edition of the industry code"),
        read=cells.choice(IndustryVersion, EDITIONS),
        example=IndustryVersion.REV_2.label,
        hint=_("Needed with an industry code: the editions number differently."),
    ),
    ImportField(
        slug="municipality",
        label=_("Municipality"),
        read=places.unknown_or_text,
        example="Åre",
        hint=_("The name or the code."),
        synonyms=("kommun", "kommune", "kommunnamn", "kommunenavn", "kommunkod", "kommunekode", "kommunenummer"),
    ),
    ImportField(
        slug="region",
        label=_("Region"),
        read=places.region,
        example="Jämtlands län",
        hint=_("The name, with the word for county or without it, or the NUTS code."),
        synonyms=("län", "fylke", "county", "nuts", "nuts3", "nuts code", "länsnamn", "fylkesnavn"),
    ),
    ImportField(
        slug="sides",
        label=_("Takes part in"),
        read=read_sides,
        example="SE, NO",
        hint=_("The arena’s countries. Without it the country of its number or place counts."),
        synonyms=("sides", "sidor", "sider", "deltar i", "tar del i"),
        loose=("country", "land"),
    ),
    ImportField(
        slug="note",
        label=_("Note"),
        read=cells.lines,
        synonyms=("anteckning", "notat", "comment", "kommentar", "merknad"),
    ),
    ImportField(
        **arena_id(_("Number in the register")),
        hint=_("Stands in files that were fetched here. Leave it empty for what is new."),
    ),
)
