"""The arena's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from arena.enums import Emblem, Visibility
from arena.section_form import DayField, Line, SectionForm, Texts, capitalised
from core.forms import Chips, Choices


class ArenaForm(SectionForm):
    """What the arena is called, who pays, when it runs, who sees it."""

    texts = (
        Texts(
            name="name",
            label=_("Name"),
            max_length=120,
            needed=_("Write the name in at least one language"),
            hint=_("The same name in every language is fine. An empty one is shown in another language."),
        ),
        Texts(name="tagline", label=_("Where it works"), max_length=160, hint=_("A few words under the name.")),
        Texts(name="description", label=_("Description"), max_length=5000, is_long=True),
        Texts(
            name="funding_statement",
            label=_("Funding statement"),
            max_length=300,
            hint=_("Stands at the foot of every page, beside the emblem."),
        ),
    )
    columns = (
        "programme",
        "sub_area",
        "contact_email",
        "started_on",
        "ended_on",
        "visibility",
        "open_working_figures",
        "emblem",
    )
    layout = (
        "name",
        "tagline",
        "description",
        "started_on",
        "ended_on",
        "contact_email",
        "visibility",
        "open_working_figures",
        "programme",
        "sub_area",
        "funding_statement",
        "emblem",
    )

    programme = Line(label=_("Programme"), max_length=160, required=False, help_text=_("The programme that pays."))
    sub_area = Line(label=_("Sub-area"), max_length=160, required=False)
    started_on = DayField(label=_("First day"), required=False)
    ended_on = DayField(label=_("Last day"), required=False)
    contact_email = forms.EmailField(
        label=_("Contact"),
        max_length=254,
        required=False,
        help_text=_("An address that answers questions about the arena and personal data. Everybody can read it."),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    visibility = forms.ChoiceField(
        label=_("Who can see the arena?"),
        choices=capitalised(Visibility.choices),
        widget=Choices(
            hints={
                Visibility.PUBLIC.value: _("It is listed on the first page. Drafts stay hidden."),
                Visibility.MEMBERS.value: _("People in its teams, and people with a role here."),
                Visibility.CLOSED.value: _("Only people with a role here."),
            }
        ),
    )
    open_working_figures = forms.BooleanField(
        label=_("Show preliminary figures to everyone"),
        required=False,
        help_text=_("Figures before the lock. They are marked as preliminary wherever they stand."),
    )
    emblem = forms.ChoiceField(
        label=_("Emblem"),
        choices=capitalised(sorted(Emblem.choices, reverse=True)),
        widget=Chips,
        required=False,
    )
