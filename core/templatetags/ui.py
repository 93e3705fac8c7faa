"""Tags and filters that templates/ui/ and the pages share: icons, sides, figures, numbers, dates, links, frames."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from babel.dates import format_date
from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core.dates import DatePrecision, PartialDate, format_partial_date
from core.forms import Answers, error_links
from core.icons import ICONS
from core.numbers import format_number, format_share

register = template.Library()

# Bars keep this much of the track free on the right, so that a tick at the end is never cut.
BAR_ROOM: Final = Decimal("1.04")
BANNER_ICONS: Final = {"": "info", "ok": "check", "warn": "alert", "danger": "alert", "lock": "lock"}
SUPPRESSED: Final = frozenset({"suppressed", "hidden"})


def _language() -> str:
    return get_language() or "en"


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "plus" %}`: decoration beside a word, hidden from assistive technology."""
    return format_html(
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.inclusion_tag("ui/side_mark.html")
def side_mark(side: Any, *, expected: bool = False) -> dict[str, object]:
    """`{% side_mark side %}`: the bare shape of a Side, of "joint", or the ring of None (country not stated)."""
    return _mark_of(side) | {"expected": expected}


@register.inclusion_tag("ui/side_label.html")
def side_label(side: Any, *, text: str = "") -> dict[str, object]:
    """`{% side_label side %}`: shape and word of a Side, of "joint" or of None; `text` replaces the word."""
    names: dict[object, str] = {"joint": gettext("Joint"), None: gettext("Country not stated")}
    word = text or names.get(side if isinstance(side, str) else side or None) or str(side)
    return {"side": side, "text": word}


@register.inclusion_tag("ui/side_label.html")
def sides_label(sides: Iterable[Any], *, text: str = "") -> dict[str, object]:
    """`{% sides_label activity.sides.all %}`: none = not stated, one = that side, several = joint."""
    found = list(sides)
    return side_label("joint" if len(found) > 1 else found[0] if found else None, text=text)


def _mark_of(side: Any) -> dict[str, object]:
    if not side:
        return {"shape": "circle", "css": "unstated"}
    if side == "joint":
        return {"shape": "diamond", "css": "joint"}
    return {"shape": side.mark, "css": f"side-{side.position}"}


@register.inclusion_tag("ui/figure.html")
def figure(value: Decimal | int | None, status: str = "", *, places: int | None = None, none: str = "") -> dict:
    """`{% figure value status %}`: a number, or in words that it is hidden or not there. Never 0 for either.

    `status` "suppressed" hides; None without it reads "Not reported", or `none`, such as "Unknown".
    """
    if status in SUPPRESSED:
        return {"kind": "hidden"}
    if value is None:
        return {"kind": "none", "text": none or gettext("Not reported")}
    return {"kind": "known", "text": format_number(value, _language(), places)}


@register.filter
def number(value: Decimal | int | None, places: int | None = None) -> str:
    """`{{ n|number }}` or `{{ n|number:1 }}` in the page's language; nothing for None."""
    return "" if value is None else format_number(value, _language(), places)


@register.filter
def share(value: Decimal | None, places: int = 0) -> str:
    """`{{ s|share }}`: a share of 0…1 as a percentage in the page's language; nothing for None."""
    return "" if value is None else format_share(value, _language(), places)


@register.filter
def day(value: PartialDate | date | datetime | None, style: str = "long") -> str:
    """`{{ d|day }}`, or `{{ d|day:"table" }}` with short months; "Date unknown" when nothing is known."""
    partial = value if isinstance(value, PartialDate) else _partial(value)
    return format_partial_date(partial, _language(), "table" if style == "table" else "long") or gettext("Date unknown")


@register.filter
def weekday(value: date) -> str:
    """`{{ d|weekday }}`: the name of the day in the page's language, "måndag"."""
    return format_date(value, "EEEE", locale=_language())


def _partial(value: date | datetime | None) -> PartialDate:
    if not value:  # also the empty text of a name the page does not have
        return PartialDate(None, DatePrecision.UNKNOWN)
    return PartialDate(timezone.localdate(value) if isinstance(value, datetime) else value, DatePrecision.DAY)


@register.simple_tag
def in_language(text: str, language: str = "") -> SafeString | str:
    """`{% in_language team.name team.language %}`: text people wrote, marked when it is not in the page's language."""
    if not language or language == _language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def lang_of(language: str = "") -> SafeString | str:
    """`<p{% lang_of team.language %}>`: the lang attribute of a whole block in another language."""
    return format_html(' lang="{}"', language) if language and language != _language() else ""


@register.simple_tag
def language_mark(language: str = "") -> SafeString | str:
    """`{% language_mark team.language %}`: a short mark that is read in full, where a text is in another language."""
    if not language or language == _language():
        return ""
    name = dict(settings.LANGUAGES).get(language, language)
    mark = '<span class="tag"><span aria-hidden="true">{}</span><span class="vh" lang="{}">{}</span></span>'
    return format_html(mark, language.upper(), language, name)


@register.simple_tag(takes_context=True)
def current(context: Context, *names: str) -> SafeString | str:
    """`<a{% current "portal:map" %}>`: aria-current on that page, and on every page of a namespace ("teams")."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None:
        return ""
    if match.view_name in names:
        return format_html(' aria-current="{}"', "page")
    return format_html(' aria-current="{}"', "true") if match.namespace in names else ""


@register.simple_tag(takes_context=True)
def sign_in_url(context: Context) -> str:
    """`<a href="{% sign_in_url %}">`: sign-in that comes back to this page."""
    request: HttpRequest = context["request"]
    address = reverse("account_login")
    is_account = request.path.startswith(address.removesuffix("login/"))
    return address if is_account else f"{address}?{urlencode({'next': request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def query_without(context: Context, name: str, value: object = None) -> str:
    """`{% query_without "theme" theme.key %}`: this page's query without one answer (or all of `name`) and its page."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    kept = [] if value is None else [item for item in query.getlist(name) if item != str(value)]
    query.setlist(name, kept)
    for emptied in ("page", *(() if kept else (name,))):
        query.pop(emptied, None)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def query_with(context: Context, name: str, value: object) -> str:
    """`{% query_with "format" "csv" %}`: this page's query with one answer more, from the first page on."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*shown: forms.BaseForm | None) -> dict[str, object]:
    """`{% error_summary form %}`: what has to be put right, each line linked to its field. Empty without errors."""
    return {"errors": [link for form in shown if form for link in error_links(form)]}


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """`{{ field|control }}`: the control with the class of its kind before its own classes."""
    widget = field.field.widget
    kinds = (
        (forms.Select, "input select"),
        (forms.FileInput, "input file"),
        (forms.DateInput, "input input--date"),
        ((forms.TextInput, forms.Textarea), "input"),
    )
    kind = "" if isinstance(widget, Answers) else next((css for cls, css in kinds if isinstance(widget, cls)), "")
    own = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{kind} {own}".strip()} if kind or own else None)


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, object]:
    """`{% pagination page %}`: the pages of a list; nothing when there is only one."""
    paginator = page.paginator
    numbers = list(paginator.get_elided_page_range(page.number)) if paginator.num_pages > 1 else []
    return {"page": page, "numbers": numbers, "ellipsis": paginator.ELLIPSIS, "request": context["request"]}


@register.inclusion_tag("ui/bullet_bar.html")
def bullet_bar(
    value: Decimal | int | None,
    target: Decimal | int | None,
    *,
    top: Decimal | int | None = None,
    css: str = "all",
    height: int = 14,
) -> dict[str, object]:
    """`{% bullet_bar value target top=top css="side-1" %}`: a bar with a target tick; the words stand beside it.

    `top` is the shared largest value of an indicator's bars (see `bar_top`); None as value draws the empty track.
    """
    scale = Decimal(top or bar_top([value, target]))
    return {
        "css": css,
        "height": height,
        "tick_height": height + 8,
        "width": _percent(value, scale),
        "tick": _percent(target, scale),
    }


@register.filter
def bar_top(values: Sequence[Decimal | int | None]) -> Decimal:
    """The end of the shared scale of several bullet bars."""
    return max((Decimal(value) for value in values if value is not None), default=Decimal(0)) * BAR_ROOM or Decimal(1)


def _percent(value: Decimal | int | None, scale: Decimal) -> str | None:
    """As SVG writes it, the same in every language."""
    return None if value is None else f"{min(max(Decimal(value) / scale, Decimal(0)), Decimal(1)) * 100:.1f}%"


@register.simple_block_tag
def banner(content: str, kind: str = "", *, title: str = "", level: int = 2) -> SafeString:
    """`{% banner "warn" title=… %}…{% endbanner %}`: kind "", ok, warn, danger or lock."""
    return render_to_string(
        "ui/banner.html",
        {"content": content, "kind": kind, "title": title, "level": level, "icon_name": BANNER_ICONS[kind]},
    )


@register.simple_block_tag
def chart_frame(content: str, *, title: str, sub: str = "", level: int = 2, css: str = "") -> SafeString:
    """`{% chart_frame title=… sub=… %}`key, drawing, `ui/chart_foot.html` `{% endchart_frame %}`."""
    context = {"content": content, "title": title, "sub": sub, "level": level, "css": css}
    return render_to_string("ui/chart_frame.html", context)
