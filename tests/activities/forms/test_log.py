"""What the quick form understands."""

from datetime import date

import pytest

from activities.forms.log import LogForm
from activities.forms.options import options_for, suggested
from arena.access import Visitor
from core.dates import DatePrecision, PartialDate
from tests.activities.conftest import DAY


@pytest.fixture
def form(cast):
    """A bound form of the member's; title and level unless told otherwise."""

    def make(*, language="en", is_published=False, **sent):
        options = options_for(Visitor(cast.member, cast.arena, DAY), language)
        data = {"title": "x", "level": "1", **sent}
        facts = {"page_language": language, "today": DAY, "owner": cast.member.pk}
        return LogForm(data, options=options, is_published=is_published, **facts)

    return make


def day(year, month, number):
    return PartialDate(date(year, month, number), DatePrecision.DAY)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, PartialDate(None, DatePrecision.UNKNOWN)),
        ({"when": "today"}, day(2026, 5, 20)),
        ({"when": "yesterday"}, day(2026, 5, 19)),
        ({"when": "other"}, PartialDate(None, DatePrecision.UNKNOWN)),
        ({"when": "other", "date": "4. desember 2020"}, day(2020, 12, 4)),
        ({"date": "2020-12-04"}, day(2020, 12, 4)),
        ({"when": "today", "date": "2026-05-20"}, day(2026, 5, 20)),
        ({"when": "today", "date": "nonsense"}, day(2026, 5, 20)),
        ({"when": "other", "date": "03/04/2024", "date_meant": "2024-03-04"}, day(2024, 3, 4)),
        ({"when": "today", "date": "2020", "date_meant": "2020"}, PartialDate(date(2020, 1, 1), DatePrecision.YEAR)),
    ],
)
def test_dates(form, sent, expected):
    bound = form(**sent)

    assert bound.is_valid(), bound.errors
    assert bound.facts(sees_firm_names=True).when == expected


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"when": "other", "date": "nonsense"}, "date"),
        ({"when": "other", "date": "03/04/2024"}, "date"),
        ({"when": "other", "date": "03/04/2024", "date_meant": "1999-01-01"}, "date"),
        ({"when": "yesterday", "date": "2020"}, "when"),
        ({"when": "yesterday", "date": "03/04/2024"}, "when"),
        ({"attended": "1.000"}, "attended"),
        ({"attended": "1.000", "attended_meant": "7"}, "attended"),
        ({"attended": "lots"}, "attended"),
        ({"level": "", "stability": "1", "draft": "1"}, "level"),
        ({"level": ""}, "level"),
        ({"title": "x" * 201}, "title"),
        ({"supported": "y" * 201}, "supported"),
        ({"supported": "\n".join(str(n) for n in range(201))}, "supported"),
        ({"place": "z" * 161}, "place"),
    ],
)
def test_what_is_asked_back(form, sent, field):
    bound = form(**sent)

    assert not bound.is_valid()
    assert list(bound.errors) == [field]


@pytest.mark.parametrize(
    ("language", "written", "count"),
    [("sv", "1 750", 1750), ("en", "18", 18), ("nb", "1.234", 1234), ("en", "1,234", 1234), ("sv", "0", 0)],
)
def test_counts(form, language, written, count):
    bound = form(language=language, attended=written)

    assert bound.is_valid(), bound.errors
    assert bound.facts(sees_firm_names=True).attended == count


@pytest.mark.parametrize(("sent", "codes"), [({}, []), ({"sides": "SE"}, ["SE"]), ({"sides": "+both"}, ["NO", "SE"])])
def test_sides(form, sent, codes):
    bound = form(**sent)
    bound.is_valid()

    assert [side.code for side in bound.facts(sees_firm_names=True).sides] == codes


def test_lines_of_companies_are_cleaned(form):
    bound = form(supported="  Nya AB \r\n\r\n\u200bAndra AB\nNya AB")
    bound.is_valid()

    assert bound.facts(sees_firm_names=True).supported == ("Nya AB", "Andra AB")


def test_published_needs_no_level_and_is_never_drafted(form):
    bound = form(is_published=True, level="", draft="1")

    assert bound.is_valid(), bound.errors
    assert not bound.is_draft
    assert bound.rating() is None


def test_language_of_the_page_is_the_texts_unless_told(form):
    spoken, told = form(language="nb"), form(language="nb")
    told.data = {**told.data, "language": "sv"}
    for bound in (spoken, told):
        bound.is_valid()

    assert (spoken.facts(sees_firm_names=True).language, told.facts(sees_firm_names=True).language) == ("nb", "sv")


def test_nothing_is_suggested_to_who_has_no_team_and_logged_nothing(cast, rf):
    options = options_for(Visitor(cast.broker, cast.arena, DAY), "en")

    first = suggested(options, "en", rf.get("/").GET)

    assert (first["when"], first["sides"], first["meeting_form"], first.get("team")) == ("today", "", "", None)


@pytest.mark.parametrize(("is_published", "is_optional"), [(False, False), (True, True)])
def test_what_it_changes_is_optional_only_when_saving_does_without(form, is_published, is_optional):
    page = form(is_published=is_published)["level"].as_field_group()

    assert ("(optional)" in page) is is_optional
