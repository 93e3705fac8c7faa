"""The settings sections of the two scales: effect levels and steps of stability, with criteria and examples."""

from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import EffectLevel, StabilityStep
from arena.queries import uses_of
from arena.section_form import SectionForm, Texts, WholeNumberField
from arena.sections import Column, Section
from core.errors import RuleBroken

# What the effect-level map can draw legibly (activities/effect_map.py).
MOST_LEVELS: Final = 6
MOST_STEPS: Final = 8
FEWEST: Final = 2


class ScaleForm(SectionForm):
    """One step of an ordinal scale."""

    texts = (
        Texts(name="name", label=_("Name"), max_length=40, needed=_("Write the name in at least one language")),
        Texts(
            name="criterion",
            label=_("Criterion"),
            max_length=120,
            hint=_("When does an activity stand here? Whoever rates reads this."),
        ),
        Texts(
            name="example",
            label=_("Example"),
            max_length=160,
            hint=_("One activity that stands here, so that two people rate alike."),
        ),
        Texts(name="summary", label=_("Short form for the map"), max_length=60, hint=_("A few words under the name.")),
    )
    columns = ("number",)
    layout = ("number", "name", "criterion", "example", "summary")
    most = MOST_STEPS

    def prepare(self) -> None:
        self.fields["number"] = WholeNumberField(
            label=_("Number"),
            least=1,
            most=self.most,
            help_text=_("From low to high. It is fixed once an activity has been rated with it."),
        )


class EffectLevelForm(ScaleForm):
    """What an activity changes."""

    most = MOST_LEVELS

    def initial_of_new(self) -> dict[str, Any]:
        return {"number": self.arena.effect_levels.count() + 1}


class StabilityStepForm(ScaleForm):
    """How well the change holds."""

    def initial_of_new(self) -> dict[str, Any]:
        return {"number": self.arena.stability_steps.count() + 1}


def check_number(step: Any) -> None:
    """A number stands once in its scale, and stays once an activity has been rated with it."""
    rows = type(step).objects.filter(arena=step.arena)
    if rows.filter(number=step.number).exclude(pk=step.pk).exists():
        raise RuleBroken("scale.number_taken", gettext("This number is taken. Choose another one."), field="number")
    if step.pk is None or rows.filter(pk=step.pk, number=step.number).exists():
        return
    if any(not use.is_part for use in uses_of(step)):
        message = gettext("Activities have been rated with this number, so it cannot change.")
        raise RuleBroken("scale.number_in_use", message, field="number")


def check_shortest(step: Any) -> None:
    """Refuses `scale.two_needed`: a scale has at least two steps."""
    if type(step).objects.filter(arena=step.arena).count() <= FEWEST:
        raise RuleBroken("scale.two_needed", gettext("A scale has at least two steps."))


COLUMNS = (
    Column(label=_("Number and name"), value=str),
    Column(label=_("Criterion"), value=lambda step: step.criterion),
    Column(label=_("Example"), value=lambda step: step.example),
    Column(label=_("Short form for the map"), value=lambda step: step.summary),
)

SECTIONS = (
    Section(
        slug="levels",
        position=52,
        title=_("Effect levels"),
        lead=_("What an activity changes, from people to the system. The effect map has one row for each."),
        rows=lambda arena: arena.effect_levels.order_by("number"),
        columns=COLUMNS,
        empty=_("No effect levels yet"),
        form=EffectLevelForm,
        add_title=_("Add an effect level"),
        new=lambda write: EffectLevel(arena=write.arena),
        rule=check_number,
        removal_rule=check_shortest,
    ),
    Section(
        slug="stability",
        position=54,
        title=_("Stability"),
        lead=_("How well the change holds over time. The effect map has one column for each step."),
        rows=lambda arena: arena.stability_steps.order_by("number"),
        columns=COLUMNS,
        empty=_("No steps yet"),
        form=StabilityStepForm,
        add_title=_("Add a step"),
        new=lambda write: StabilityStep(arena=write.arena),
        rule=check_number,
        removal_rule=check_shortest,
    ),
)
