"""Adding what proves an activity."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.actions.facts import Proof
from activities.forms.fields import LineField, LinkField, UploadField
from core.errors import RuleBroken
from core.forms import OurWords


class EvidenceForm(OurWords):
    """A photo or document, a link, or both."""

    title = LineField(
        label=_("What does it show?"),
        help_text=_("A few words. Without them it is called by the file name or the address."),
        required=False,
        max_length=200,
    )
    file = UploadField(
        label=_("Photo or document"),
        help_text=_("Ask everyone who can be recognised first. Up to 10 MB."),
        required=False,
    )
    link = LinkField(
        label=_("Link"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    # Whether the one-time token was refused: the form then needs a new one.
    is_spent = False

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not data.get("file") and not data.get("link"):
            self.add_error("file", gettext("Choose a file or write a link"))
        elif self.errors and data.get("file"):
            self.add_error("file", gettext("Choose the file again: it is not kept while something else is put right"))
        return data

    def proof(self) -> Proof:
        """What was handed in."""
        return Proof(link=self.cleaned_data["link"], file=self.cleaned_data["file"])

    def refuse(self, broken: RuleBroken) -> None:
        """Shows what the action refused above the form."""
        self.is_spent = broken.code.startswith("core.token")
        self.add_error(None, str(broken.message))
