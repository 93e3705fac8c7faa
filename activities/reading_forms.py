"""The settings section of the numbers by which the effect-level map is read."""

from django.utils.translation import gettext_lazy as _

from arena.models import Arena
from arena.section_form import SectionForm, WholeNumberField
from arena.sections import Column, Section


class ThresholdsForm(SectionForm):
    """The numbers in the rules that stand beside the map."""

    columns = ("breadth_floor", "lean_percent", "lean_min_activities")
    layout = columns

    def prepare(self) -> None:
        self.fields["breadth_floor"] = WholeNumberField(
            label=_("Participants that make work broad"),
            least=1,
            most=1_000_000,
            help_text=_("So many took part in a theme and country before its work at the top rests on broad support."),
        )
        self.fields["lean_percent"] = WholeNumberField(
            label=_("Share by which a country leans, in percent"),
            least=51,
            most=100,
            help_text=_("So many of 100 of its activities stand at one end of the map."),
        )
        self.fields["lean_min_activities"] = WholeNumberField(
            label=_("Fewest activities to judge a country by"), least=1, most=1000
        )


SECTION = Section(
    slug="readings",
    position=56,
    title=_("Reading the map"),
    lead=_("The numbers in the rules by which the effect map is read. The rules stand beside the map."),
    rows=lambda arena: Arena.objects.filter(pk=arena.pk),
    columns=(
        Column(label=_("Arena"), value=lambda arena: arena.name),
        Column(
            label=_("Participants that make work broad"),
            value=lambda arena: str(arena.breadth_floor),
            cell=lambda arena: arena.breadth_floor,
        ),
        Column(
            label=_("Share by which a country leans, in percent"),
            value=lambda arena: str(arena.lean_percent),
            cell=lambda arena: arena.lean_percent,
        ),
        Column(
            label=_("Fewest activities to judge a country by"),
            value=lambda arena: str(arena.lean_min_activities),
            cell=lambda arena: arena.lean_min_activities,
        ),
    ),
    empty="",
    edit_form=ThresholdsForm,
    is_removable=False,
)
