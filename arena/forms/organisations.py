"""An organisation: its number is checked, a personal one is never shown again."""

from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from arena import orgnumbers
from arena.countries import countries
from arena.enums import Helix, IndustryVersion, Size
from arena.mail_domains import is_free_mail, plain_domain
from arena.queries import in_alphabet, municipalities_of, newest_regions
from arena.section_form import Line, RowField, RowsField, SectionForm, Texts
from core.forms import Chips, ManyChips, Segments
from core.text import clean_line, sort_key

MOST_ALIASES = 50
COMPANY = {"yes": True, "no": False, "": None}


class OrganisationForm(SectionForm):
    """Any body: a company, a municipality, a university, an association."""

    texts = (
        Texts(
            name="aliases",
            label=_("Other names"),
            max_length=4000,
            is_long=True,
            is_column=False,
            hint=_("One name per line. People find the organisation by any of them."),
        ),
    )
    columns = (
        "name",
        "country",
        "is_sole_trader",
        "helix",
        "municipality",
        "region",
        "size",
        "industry_code",
        "industry_version",
        "mail_domain",
    )
    links = ("sides",)
    layout = (
        "name",
        "country",
        "number",
        "is_sole_trader",
        "helix",
        "is_enterprise",
        "sides",
        "municipality",
        "region",
        "size",
        "industry_code",
        "industry_version",
        "mail_domain",
        "aliases",
        "aliases_any",
    )

    name = Line(label=_("Name"), max_length=200, help_text=_("As the organisation itself writes it."))
    country = forms.ChoiceField(label=_("Country of the organisation number"), required=False)
    number = Line(
        label=_("Organisation number"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty when you do not know it. The organisation then stands as one without number."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    is_sole_trader = forms.BooleanField(
        label=_("Sole trader"),
        required=False,
        help_text=_("In Sweden the number is a personal identity number and is never kept."),
    )
    helix = forms.ChoiceField(
        label=_("Sector"),
        choices=[*Helix.choices, ("", pgettext_lazy("sector", "Unknown"))],
        widget=Chips,
        required=False,
    )
    is_enterprise = forms.ChoiceField(
        label=_("Is it a company?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("", pgettext_lazy("company", "Unknown"))],
        widget=Segments,
        required=False,
    )
    size = forms.ChoiceField(
        label=_("Size"),
        choices=[*Size.choices, ("", pgettext_lazy("size", "Unknown"))],
        widget=Chips,
        required=False,
    )
    industry_code = Line(
        label=_("Industry code"),
        max_length=10,
        required=False,
        help_text=_("Two to four digits of the classification NACE, such as 38.32."),
        widget=forms.TextInput(attrs={"class": "input--short", "autocomplete": "off", "inputmode": "decimal"}),
    )
    industry_version = forms.ChoiceField(
        label=_("Edition of the industry code"),
        choices=[*IndustryVersion.choices, ("", pgettext_lazy("edition", "Unknown"))],
        widget=Segments,
        required=False,
    )
    mail_domain = Line(
        label=_("Mail domain"),
        max_length=100,
        required=False,
        help_text=_("People with an address there can prove that they act for the organisation."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    aliases_any = Line(
        label=_("Other names, the same in every language"), max_length=4000, is_long=True, required=False
    )

    @sensitive_variables("data")
    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        self.had_personal_number = False
        if data is not None and _is_personal(data.get("country", ""), data.get("number", "")):
            data = data.copy()
            data["number"] = ""
            self.had_personal_number = True
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        sides = list(self.arena.sides.all())
        language = get_language() or "en"
        near = [(side.code, side.name) for side in sides]
        codes = {code for code, _name in near}
        rest = [pair for pair in countries(language) if pair[0] not in codes]
        self.fields["country"].choices = [("", _("Not chosen")), *near, (_("Other countries"), rest)]
        marks = {str(side.pk): side for side in sides}
        self.fields["sides"] = RowsField(
            label=_("Country"),
            rows=sides,
            widget=ManyChips(marks=marks),
            help_text=_("Where it takes part in the arena. Both is fine."),
        )
        places = list(in_alphabet(municipalities_of(self.arena), language))
        places.sort(key=lambda place: (place.country, sort_key(place.region.name, language)))
        field = RowField(label=_("Municipality"), rows=places, widget=forms.Select, required=False)
        field.choices = [
            ("", pgettext_lazy("place", "Unknown")),
            *(
                (region, [(str(place.pk), place.name) for place in group])
                for region, group in groupby(places, key=lambda place: place.region.name)
            ),
        ]
        self.fields["municipality"] = field
        regions = list(in_alphabet(newest_regions(self.arena), language))
        if self.row is not None and self.row.region is not None and self.row.region not in regions:
            regions.append(self.row.region)
        self.fields["region"] = RowField(
            label=_("Region"),
            rows=regions,
            widget=forms.Select,
            required=False,
            help_text=_("Follows from the municipality where one is chosen."),
        )
        self.fields["region"].choices = [
            ("", pgettext_lazy("place", "Unknown")),
            *((str(region.pk), region.name) for region in regions),
        ]

    def initial_of(self, row: Any) -> dict[str, Any]:
        aliases = list(row.aliases.all())
        by_language = {
            f"aliases_{code or 'any'}": "\n".join(alias.name for alias in aliases if alias.language == code)
            for code in ("", *dict(settings.LANGUAGES))
        }
        company = next(word for word, value in COMPANY.items() if value is row.is_enterprise)
        own = {
            "number": row.number,
            "is_enterprise": company,
            "municipality": str(row.municipality_id or ""),
            "region": str(row.region_id or ""),
        }
        return super().initial_of(row) | by_language | own

    def clean_number(self) -> str:
        if self.had_personal_number:
            raise forms.ValidationError(orgnumbers.SoleTrader.message, code=orgnumbers.SoleTrader.code)
        return self.cleaned_data["number"]

    def clean_mail_domain(self) -> str:
        domain = plain_domain(self.cleaned_data["mail_domain"])
        if is_free_mail(domain):
            message = gettext("Anybody can have an address at %(domain)s. Leave this empty.") % {"domain": domain}
            raise forms.ValidationError(message, code="free_mail")
        return domain

    def clean_industry_code(self) -> str:
        code = self.cleaned_data["industry_code"].replace(",", ".")
        return f"{code[:2]}.{code[2:]}" if len(code) in {3, 4} and code.isascii() and code.isdigit() else code

    def clean_is_enterprise(self) -> bool | None:
        return COMPANY[self.cleaned_data["is_enterprise"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("number") and cleaned.get("is_sole_trader") and cleaned.get("country") == "SE":
            message = _("A Swedish sole trader has no organisation number: leave one of the two empty")
            self.add_error("is_sole_trader", message)
        if cleaned.get("municipality"):
            cleaned["region"] = cleaned["municipality"].region
        if not cleaned.get("industry_code"):
            cleaned["industry_version"] = ""
        elif not cleaned.get("industry_version"):
            self.add_error("industry_version", _("Choose the edition: the same code means other things in each"))
        cleaned["aliases"] = self._aliases(cleaned)
        return cleaned

    def _aliases(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """Other names with their language; one that stands in several languages is the same in every language."""
        found: dict[str, str] = {}
        for code in (*dict(settings.LANGUAGES), ""):
            field = f"aliases_{code or 'any'}"
            for line in cleaned.get(field, "").splitlines():
                name = clean_line(line, 1000)
                if len(name) > 200:
                    self.add_error(field, _("Write at most 200 characters on each line"))
                elif name:
                    found[name] = code if name not in found else ""
        if len(found) > MOST_ALIASES:
            self.add_error("aliases_any", _("Write at most 50 other names"))
        return found


@sensitive_variables("text")
def _is_personal(country: str, text: str) -> bool:
    """Whether the typed number is somebody's personal identity number: it must not come back to the page."""
    try:
        orgnumbers.normalise(country or "SE", text)
    except orgnumbers.SoleTrader:
        return True
    except orgnumbers.NumberInvalid:
        return False
    return False
