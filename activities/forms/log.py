"""The quick form: what happened, and what it changes; everything else may be unknown."""

import datetime
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activities.actions.facts import UNKNOWN_DATE, ActivityFacts, Proof
from activities.actions.more import MoreFacts
from activities.actions.rate_activity import Rating
from activities.enums import Kind, MeetingForm, Status
from activities.forms.fields import LineField, LinesField, LinkField, TextField, UploadField, ask_back
from activities.forms.options import ANOTHER_TEAM, BOTH, NO_TEAM, Options
from activities.forms.reach import ReachForm
from activities.models import Activity
from arena.import_places import Places
from arena.import_reasons import CELLS
from arena.imports import CellFault
from arena.models import Municipality, Side
from core.aside import keep_aside, taken_up
from core.dates import DateAmbiguous, DatePrecision, DateUnreadable, PartialDate, format_partial_date, parse_date
from core.errors import RuleBroken
from core.forms import Chips, Choices, ManyChips, Segments
from core.numbers import NumberAmbiguous, NumberUnreadable, format_number, parse_count
from core.uploads import AcceptedUpload
from teams.models import Team

MAX_PEOPLE = 1_000_000
DAYS_BACK = {"today": 0, "yesterday": 1}


class LogForm(ReachForm):
    """Logging an activity, or changing one. What an arena offers comes in with `options`."""

    title = LineField(
        label=_("What happened?"),
        help_text=_("A few words, such as: Repair evening in Östersund"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
        error_messages={"required": _("Write what happened")},
    )
    when = forms.ChoiceField(
        label=_("When?"),
        required=False,
        widget=Segments,
        choices=[("today", _("Today")), ("yesterday", _("Yesterday")), ("other", _("Other day"))],
    )
    date = LineField(
        label=_("Date"),
        help_text=_("A month or a year is enough. Leave it empty when nobody knows."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input--date", "autocomplete": "off"}),
    )
    date_meant = LineField(label=_("Which day do you mean?"), required=False, max_length=10, widget=Chips)
    status = forms.ChoiceField(
        label=_("Did it take place?"),
        required=False,
        widget=Chips,
        choices=[(status.value, status.label) for status in Status if status != Status.DRAFT],
    )
    why = LineField(
        label=_("Why?"),
        help_text=_("When it was cancelled or changed. Everybody who sees the activity can read it."),
        required=False,
        max_length=500,
    )
    team = forms.ChoiceField(label=_("Which team?"), required=False, widget=Chips)
    team_other = forms.ChoiceField(label=_("Choose a team"), required=False)
    meeting_form = forms.ChoiceField(
        label=_("How did people meet?"),
        required=False,
        widget=Segments,
        choices=MeetingForm.choices,
    )
    # Asked only of those who announce a meeting online and say neither.
    remote_how = LineField(label=_("How do people online take part?"), required=False, max_length=500)
    remote_why_not = LineField(
        label=_("If that is not decided: why?"),
        help_text=_("Shown to those who want to come."),
        required=False,
        max_length=300,
    )
    attended = LineField(
        label=_("How many took part?"),
        help_text=_("A good estimate is fine."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "numeric", "autocomplete": "off"}),
    )
    attended_meant = LineField(label=_("How many do you mean?"), required=False, max_length=10, widget=Segments)
    level = forms.ChoiceField(
        label=_("What does it change?"),
        required=False,
        widget=Choices(attrs={"class": "scale-level"}),
    )
    stability = forms.ChoiceField(
        label=_("How well does it hold today?"),
        help_text=_("Only what you can see now."),
        required=False,
        widget=Choices(attrs={"class": "scale-step"}),
    )
    kind = forms.ChoiceField(label=_("What kind of activity?"), required=False, widget=Chips, choices=Kind.choices)
    supported = LinesField(
        label=_("Companies that received support"),
        help_text=_("One on each line: the name, the organisation number or both."),
        required=False,
        max_length=200,
        max_lines=200,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": " "}),
    )
    file = UploadField(
        label=_("Photo or document"),
        help_text=_("Ask everyone who can be recognised first. Up to 10 MB."),
        required=False,
    )
    # A file that was sent before and waits for the rest of the form.
    kept_file = forms.CharField(required=False, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(label=_("Leave this file out"), required=False)
    link = LinkField(
        label=_("Link"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    description = TextField(
        label=_("Description"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=ManyChips)
    place = LineField(label=_("Place"), required=False, max_length=160)
    municipality = LineField(
        label=_("Municipality"), help_text=_("Its name or its code"), required=False, max_length=80
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES, required=False)

    def __init__(
        self,
        *args: Any,
        options: Options,
        page_language: str,
        today: datetime.date,
        is_published: bool,
        owner: int,
        n_following: int = 0,
        town: Municipality | None = None,
        **kwargs: Any,
    ) -> None:
        self.owner, self.town_now = owner, town
        # What the file is called that waits for the rest of the form.
        self.kept_name = ""
        self.options, self.page_language, self.today = options, page_language, today
        self.is_published = is_published
        # Whether the one-time token was refused: the form then needs a new one.
        self.is_spent = False
        super().__init__(*args, **kwargs)
        if not is_published:
            del self.fields["status"], self.fields["why"]
        self.offer_reach(n_following)
        # Whether the questions about taking part online are shown.
        self.asks_remote = bool(self.data.get("remote_how") or self.data.get("remote_why_not"))
        self._offer_sides()
        self._offer_teams()
        self.fields["level"].needed_to_save = not is_published
        for name, scale in (("level", options.levels), ("stability", options.steps)):
            field = self.fields[name]
            field.choices = [(str(step.number), str(step)) for step in scale]
            field.widget.hints = {str(step.number): step.criterion for step in scale}
        self.fields["themes"].choices = [(theme.key, theme.name) for theme in options.themes]

    def _offer_sides(self) -> None:
        sides = self.options.sides
        choices = [(side.code, side.name) for side in sides]
        marks: dict[str, Side | str] = {side.code: side for side in sides}
        common: dict[str, Any] = {"label": _("Country"), "help_text": _("Filled in from the team.")}
        if len(sides) == 2:
            choices.append((BOTH, pgettext_lazy("countries", "Both")))
            widget: forms.Widget = Segments(marks=marks | {BOTH: "joint"})
            field: forms.Field = forms.ChoiceField(choices=choices, widget=widget, required=False, **common)
        else:
            widget = ManyChips(marks=marks)
            field = forms.MultipleChoiceField(choices=choices, widget=widget, required=False, **common)
        self.fields["sides"] = field
        order = list(self.fields)
        order.insert(order.index("meeting_form"), order.pop())
        self.order_fields(order)

    def _offer_teams(self) -> None:
        options = self.options
        # A chip that was there when the page was opened stays an answer, whatever was used since.
        sent = options.team(self.data.get("team", ""))
        shown = dict.fromkeys([*options.near, *([sent] if sent else [])])
        near = [(team.slug, team.name) for team in shown]
        self.fields["team"].choices = [*near, (NO_TEAM, _("No team")), (ANOTHER_TEAM, _("Another team"))]
        rows = [(team.slug, team.name) for team in options.teams]
        self.fields["team_other"].choices = [("", _("Choose a team")), *rows]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["partial_date"] = self._when()
        data["people"] = self._people()
        data["town"] = self._town()
        if data.get("team") == ANOTHER_TEAM and not data.get("team_other") and "team_other" not in self.errors:
            self.add_error("team_other", gettext("Choose a team"))
        wants_level = not (self.is_draft or self.is_published) or data.get("stability")
        if wants_level and not data.get("level") and "level" not in self.errors:
            self.add_error("level", gettext("Choose what it changes"))
        data["file"] = data.get("file") or self._file_from_before()
        return data

    def _file_from_before(self) -> AcceptedUpload | None:
        reference = self.cleaned_data.get("kept_file", "")
        if not reference or self.cleaned_data.get("leave_out"):
            return None
        found = taken_up(reference, owner=self.owner)
        if found is None and "file" not in self.errors:
            self.add_error("file", gettext("Choose the file again: it is kept for a day and no longer"))
        return found

    def keep_file(self) -> None:
        """Keeps a good file while the form is shown again, so that it need not be chosen twice."""
        upload, reference = self.cleaned_data.get("file"), self.cleaned_data.get("kept_file", "")
        self.data = self.data.copy()
        self.data.pop("leave_out", None)
        if upload is None:
            return
        try:
            if "file" in self.files:
                reference = keep_aside(upload, owner=self.owner)
        except RuleBroken as broken:
            self.add_error("file", str(broken.message))
            return
        self.data["kept_file"], self.kept_name = reference, upload.original_name

    @property
    def is_draft(self) -> bool:
        """Whether the second button was pressed; what is out of the drafts stays out."""
        return not self.is_published and "draft" in self.data

    def _when(self) -> PartialDate:
        """The date: today, yesterday or as written. Two answers that differ are asked back, none is guessed."""
        when, text = self.cleaned_data.get("when", ""), self.cleaned_data.get("date", "")
        chosen = None
        if when in DAYS_BACK:
            chosen = PartialDate(self.today - datetime.timedelta(days=DAYS_BACK[when]), DatePrecision.DAY)
        try:
            written = [parse_date(text, self.page_language)] if text else []
        except DateAmbiguous as ambiguous:
            written = list(ambiguous.readings)
        except DateUnreadable as unreadable:
            if chosen is None:
                self.add_error("date", unreadable.message)
            written = []
        readings = list(dict.fromkeys([*([chosen] if chosen else []), *written]))
        if len(readings) < 2:
            return readings[0] if readings else UNKNOWN_DATE
        return self._asked_date(readings, "when" if chosen else "date")

    def _asked_date(self, readings: list[PartialDate], name: str) -> PartialDate:
        words = [(reading.isoformat(), format_partial_date(reading, self.page_language)) for reading in readings]
        asked = gettext("Choose which day you mean")
        if len(words) == 2:
            asked = gettext("Do you mean %(first)s or %(second)s?") % {"first": words[0][1], "second": words[1][1]}
        meant = ask_back(self, name, words, asked, meant="date_meant")
        return next((reading for reading in readings if reading.isoformat() == meant), UNKNOWN_DATE)

    def _people(self) -> int | None:
        text = self.cleaned_data.get("attended", "")
        try:
            count = parse_count(text, self.page_language) if text else None
        except NumberAmbiguous as ambiguous:
            count = self._asked_people(ambiguous)
        except NumberUnreadable as unreadable:
            self.add_error("attended", unreadable.message)
            return None
        if count is not None and count > MAX_PEOPLE:
            top = format_number(MAX_PEOPLE, self.page_language)
            self.add_error("attended", gettext("Write a number up to %(top)s") % {"top": top})
        return count

    def _asked_people(self, ambiguous: NumberAmbiguous) -> int | None:
        whole = [reading for reading in ambiguous.readings if reading == reading.to_integral_value()]
        if len(whole) == 1:  # 1.5 people cannot be meant
            return int(whole[0])
        words = [(str(int(reading)), format_number(reading, self.page_language)) for reading in whole]
        meant = ask_back(self, "attended", words, str(ambiguous.message) % ambiguous.params, meant="attended_meant")
        return int(meant) if meant else None

    def _town(self) -> Municipality | None:
        text = self.cleaned_data.get("municipality", "")
        if self.town_now and text == self.town_now.name:
            return self.town_now
        try:
            return (
                Places([side.code for side in self.options.sides]).town(text, region=None, country="") if text else None
            )
        except CellFault as fault:
            self.add_error("municipality", str(CELLS[fault.code]) % fault.details)
            return None

    def team_chosen(self) -> Team | None:
        """The team of the chips or of the list."""
        slug = self.cleaned_data.get("team", "")
        return self.options.team(self.cleaned_data.get("team_other", "") if slug == ANOTHER_TEAM else slug)

    def sides_chosen(self) -> tuple[Side, ...]:
        """The sides, west to east; none = unknown."""
        answer = self.cleaned_data.get("sides") or ""
        return tuple(side for side in self.options.sides if answer == BOTH or side.code in answer)

    def facts(self, before: Activity | None = None, *, sees_firm_names: bool) -> ActivityFacts:
        """What was said, for the actions; what the form does not ask is taken from `before`.

        Who does not see names of companies adds to those of `before` and removes none.
        """
        data = self.cleaned_data
        return ActivityFacts(
            title=data["title"],
            language=data["language"] or self.page_language,
            description=data["description"],
            when=data["partial_date"],
            status=data.get("status", ""),
            why=data.get("why", ""),
            kind=data["kind"],
            sides=self.sides_chosen(),
            themes=tuple(theme for theme in self.options.themes if theme.key in data["themes"]),
            team=self.team_chosen(),
            meeting_form=data["meeting_form"],
            municipality=data["town"],
            place=data["place"],
            attended=data["people"],
            supported=data["supported"],
            keeps_supported=before is not None and not sees_firm_names,
            knows_register=sees_firm_names,
        )

    def more(self, before: MoreFacts | None) -> MoreFacts | None:
        """What is known beyond this form (`before`), with how people online take part where that was asked."""
        how, why_not = self.cleaned_data["remote_how"], self.cleaned_data["remote_why_not"]
        if not how and not why_not:
            return before
        return replace(before or MoreFacts(), remote_how=how, remote_why_not=why_not)

    def rating(self) -> Rating | None:
        """The rating, if a level was chosen."""
        number, step = self.cleaned_data["level"], self.cleaned_data["stability"]
        if not number:
            return None
        level = next(level for level in self.options.levels if str(level.number) == number)
        return Rating(level, next((held for held in self.options.steps if str(held.number) == step), None))

    def proof(self) -> Proof:
        """The link and the file that came along."""
        return Proof(link=self.cleaned_data["link"], file=self.cleaned_data["file"])

    def refuse(self, broken: RuleBroken) -> None:
        """Shows what an action refused at its field, or above the form."""
        self.is_spent = broken.code.startswith("core.token")
        self.asks_remote |= broken.code == "activity.remote_missing"
        field = broken.field if broken.field in self.fields else None
        self.add_error(field, str(broken.message))
