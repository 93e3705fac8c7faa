"""How stages are drawn: the strip with counts over the list, the path on a team's page."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from teams.enums import PATH, Stage

# What it takes to stand on each step.
ENTRY_RULES = {
    Stage.SEED: _("An idea and one contact."),
    Stage.TEAM: _("Three people and a shared goal."),
    Stage.CLUSTER: _("Two or more organisations or groups that work together for six months."),
    Stage.SELF_STANDING: _("A named owner, and money from outside the project."),
}


def strip_of(stages: Iterable[Stage], counts: Mapping[str, int], chosen: str) -> list[tuple[int, str, str, bool]]:
    """(how many, stage, address of those teams, whether the list shows them now), in the order of the stages."""
    return [(counts[stage.value], str(stage.label), f"?stage={stage.value}", stage.value == chosen) for stage in stages]


def path_of(stage: str) -> list[dict[str, object]]:
    """The steps from seed to self-standing as seen from `stage`; none when the stage lies beside the path."""
    if stage not in PATH:
        return []
    now = PATH.index(Stage(stage))
    states = ["done"] * now + ["current"] + ["todo"] * (len(PATH) - now - 1)
    return [
        {"label": step.label, "text": ENTRY_RULES[step], "state": state}
        for step, state in zip(PATH, states, strict=True)
    ]
