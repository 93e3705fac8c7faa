"""Tags and filters of the pages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from core.dates import DatePrecision, PartialDate
from core.forms import error_links
from portal.views.components import SampleForm

NORWAY = SimpleNamespace(mark="square", position=1)
SWEDEN = SimpleNamespace(mark="circle", position=2)


def draw(source: str, **context: object) -> str:
    request = context.pop("request", None)
    shown = RequestContext(request, context) if request else Context(context)
    return Template(source).render(shown).strip()


@pytest.mark.parametrize(
    ("value", "status", "words"),
    [
        (0, "", "0"),
        (None, "", "Not reported"),
        (None, "suppressed", "Hidden to protect individuals"),
        (3, "hidden", "Hidden"),
    ],
)
def test_figure_tells_zero_missing_and_hidden_apart(value, status, words):
    page = draw("{% figure value status %}", value=value, status=status)

    assert f">{words}" in page


def test_hidden_figure_never_prints_the_value():
    assert "37" not in draw('{% figure 37 "suppressed" %}')


@pytest.mark.parametrize(("language", "expected"), [("en", "1,234.5"), ("sv", "1\u00a0234,5"), ("nb", "1\u00a0234,5")])
def test_numbers_follow_the_page(language, expected):
    with translation.override(language):
        assert draw("{{ n|number }}", n=Decimal("1234.5")) == expected
        assert expected in draw("{% figure n %}", n=Decimal("1234.5"))


def test_number_and_share_of_nothing_are_empty():
    assert draw("{{ n|number }}{{ n|share }}", n=None) == ""


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (date(2020, 12, 4), "nb", "4. desember 2020"),
        (datetime(2020, 12, 3, 23, 30, tzinfo=UTC), "en", "4 December 2020"),
        (PartialDate(date(2020, 10, 1), DatePrecision.MONTH), "sv", "oktober 2020"),
        (PartialDate(None, DatePrecision.UNKNOWN), "en", "Date unknown"),
        (None, "en", "Date unknown"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(value, language, expected):
    with translation.override(language):
        assert draw("{{ value|day }}", value=value) == expected


@pytest.mark.parametrize(
    ("sides", "css", "shape", "word"),
    [
        ([NORWAY], "side-1", "<rect", "NO"),
        ([SWEDEN], "side-2", "<circle", "SE"),
        ([NORWAY, SWEDEN], "joint", "<path", "Joint"),
        ([], "unstated", "<circle", "Country not stated"),
    ],
)
def test_sides_have_shape_and_word(sides, css, shape, word):
    page = draw("{% sides_label sides text=text %}", sides=sides, text=word if len(word) == 2 else "")

    assert f'class="mk {css}"' in page
    assert shape in page
    assert word in page


def test_text_in_another_language_is_marked_and_escaped():
    page = draw(
        '{% in_language title "sv" %}|{% in_language "Workshop" "en" %}|<p{% lang_of "nb" %}>', title="<b>Verkstad"
    )

    assert page == '<span lang="sv">&lt;b&gt;Verkstad</span>|Workshop|<p lang="nb">'


def test_query_without_one_filter_keeps_the_others_and_leaves_the_page():
    request = RequestFactory().get("/", {"theme": ["a", "b"], "team": "c", "page": "4"})

    one = draw('{% query_without "theme" "b" %}', request=request)
    all_of_it = draw('{% query_without "theme" %}', request=request)

    assert one == "?theme=a&amp;team=c"
    assert all_of_it == "?team=c"


def test_pagination_keeps_the_query_and_is_silent_on_one_page():
    request = RequestFactory().get("/", {"theme": "a"})

    many = draw("{% pagination page %}", request=request, page=Paginator(range(60), 25).page(2))
    one = draw("{% pagination page %}", request=request, page=Paginator(range(5), 25).page(1))

    assert "?theme=a&amp;page=3" in many
    assert 'aria-current="page">2<' in many
    assert one == ""


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        (SimpleNamespace(view_name="teams:list", namespace="teams"), ' aria-current="page"'),
        (SimpleNamespace(view_name="teams:page", namespace="teams"), ' aria-current="true"'),
        (SimpleNamespace(view_name="portal:map", namespace="portal"), ""),
        (None, ""),
    ],
)
def test_navigation_marks_where_we_are(match, expected):
    source = '{% current "teams:list" "teams" %}'

    assert Template(source).render(Context({"request": SimpleNamespace(resolver_match=match)})) == expected


def test_bullet_bar_draws_value_and_target_on_the_shared_scale():
    page = draw("{% bullet_bar 71 40 top=top css='side-2' %}", top=Decimal(100))

    assert 'width="71.0%"' in page
    assert 'x="40.0%"' in page
    assert "style=" not in page


def test_bullet_bar_of_nothing_reported_has_no_value():
    assert "bullet__value" not in draw("{% bullet_bar None 40 %}")


def test_error_summary_links_to_the_first_control_of_each_field():
    form = SampleForm({"people": "many"})

    page = draw("{% error_summary form %}", form=form)

    assert '<a href="#id_people">Write a number, such as 18</a>' in page
    assert '<a href="#id_level_0">Choose what it changes</a>' in page
    assert len(error_links(form)) == page.count("<li>")


def test_error_summary_is_empty_without_errors():
    assert draw("{% error_summary form missing %}", form=SampleForm()) == ""


def test_banner_and_chart_frame_escape_their_titles():
    page = draw(
        "{% banner 'warn' title=t %}<p>kept</p>{% endbanner %}{% chart_frame title=t %}x{% endchart_frame %}", t="<b>"
    )

    assert "<p>kept</p>" in page
    assert page.count("&lt;b&gt;") == 2
