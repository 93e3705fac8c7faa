"""The way in: the language, the arenas, an arena's overview, the look."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from activities.map_queries import MapChoice, standings_visible_to
from arena.access import enter
from core.addresses import is_own
from core.clock import today
from core.context import LOOKS
from portal import overview_parts as parts
from portal import sentences
from portal.arena_map import draw_up, frame_of
from portal.queries import arenas_for

# Norwegian has more names in browsers than in our list.
LANGUAGE_OF = {"no": "nb", "nn": "nb"}
PER_PAGE = 25
LOOK_COOKIE_SECONDS = 365 * 24 * 3600


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Leads to the arenas in the first language of the browser that we have."""
    ours = dict(settings.LANGUAGES)
    wanted = (code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()))
    bases = (code.split("-")[0] for code in wanted)
    language = next((code for base in bases if (code := LANGUAGE_OF.get(base, base)) in ours), settings.LANGUAGE_CODE)
    with override(language):
        response = HttpResponseRedirect(reverse("portal:arenas"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def arenas(request: HttpRequest) -> HttpResponse:
    """The public arenas, and those this visitor may see besides."""
    visible = arenas_for(request.user, on=today()).order_by("is_sample", "slug")
    page = Paginator(visible, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/arenas.html", {"page": page})


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """One arena at a glance: the map, what it asks of us, what waits for this person, teams, indicators, the log."""
    arena = enter(request, slug)
    visitor = request.visitor
    choice = MapChoice(standings=standings_visible_to(request.user, arena, on=visitor.on))
    frame = frame_of(arena)
    arena_map = draw_up(choice, frame, language=get_language() or "en")
    totals = parts.totals(visitor)
    context = {
        "map": arena_map,
        "totals": totals,
        "todo": parts.todo(visitor, totals),
        "teams": parts.teams(visitor),
        "latest": parts.latest(visitor, frame),
        "source": sentences.source(arena, on=visitor.on),
        "foot_links": [(gettext("Open the full map with filters and table"), reverse("portal:map", args=[slug]))],
    } | (parts.of_map(choice, arena_map) if arena_map else {})
    return render(request, "portal/overview.html", context)


@csrf_exempt
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device: a cookie, then back to the page.

    It needs no token, so that reading pages sets no cookie; a form on another site is refused by what the browser says.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise PermissionDenied
    back = request.POST.get("next", "")
    response = HttpResponseRedirect(back if is_own(back) else reverse("portal:arenas"))
    chosen = request.POST.get("look", "")
    if chosen in LOOKS:
        response.set_cookie(
            "look",
            chosen,
            max_age=LOOK_COOKIE_SECONDS,
            secure=settings.SECURE_COOKIES,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie("look", samesite="Lax")
    return response
