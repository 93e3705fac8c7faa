"""Organisations, each with its name only for those who may know it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from activities.queries import with_open_names
from api.fields import Known, Plain, object_of
from api.views import ArenaListView
from arena.enums import Helix
from arena.models import Organisation
from arena.queries import organisations_in
from core.export import SUPPRESSED_CELL


def named_only_if(is_open: Callable[[Organisation], bool], read: Callable[[Organisation], Any]) -> Callable:
    """Reads a value that could tell who the organisation is: suppressed where its name is."""
    return lambda organisation: read(organisation) if is_open(organisation) else SUPPRESSED_CELL


def _is_open(organisation: Organisation) -> bool:
    return organisation.may_be_named


def _municipality(organisation: Organisation) -> str | None:
    return organisation.municipality.name if organisation.municipality else None


class OrganisationSerializer(serializers.Serializer):
    id = Plain("number", lambda row: row.pk if row.may_be_named else None, nullable=True)
    name = Known("text", named_only_if(_is_open, lambda row: row.name), example="Textile AB")
    sector = Known("text", lambda row: row.helix, choices=Helix.values)
    is_enterprise = Known("yes_no")
    country = Known("text", named_only_if(_is_open, lambda row: row.country), example="SE")
    number = Known("text", named_only_if(_is_open, lambda row: row.number), example="5560360793")
    municipality = Known("text", named_only_if(_is_open, _municipality), example="Arvika")
    sides = Known("codes", named_only_if(_is_open, lambda row: [side.code for side in row.sides.all()]))


class OrganisationList(ArenaListView):
    operation = "organisations_list"
    summary = _("Organisations")
    about = _(
        "One row per organisation. The name of a company that received support is suppressed for those who may not "
        "see it, with everything that could tell who it is."
    )
    serializer_class = OrganisationSerializer

    def rows(self) -> QuerySet[Organisation]:
        may_name_all = self.visitor.sees_firm_names
        return with_open_names(organisations_in(self.arena), all_of_them=may_name_all).select_related("municipality")


def reference(organisation: Organisation, *, may_be_named: bool) -> dict[str, Any]:
    """An organisation in another row: without the right to its name only that it is a company, and its sector."""
    shown = named_only_if(lambda row: may_be_named, lambda row: row.name)(organisation)
    return {
        "id": organisation.pk if may_be_named else None,
        "name": Known().shown(shown),
        "sector": Known().shown(organisation.helix),
    }


REFERENCE = object_of(
    {
        "id": {"type": "integer", "nullable": True},
        "name": Known(example="Textile AB").schema,
        "sector": Known(choices=Helix.values).schema,
    }
)
