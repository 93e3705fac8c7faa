"""What an arena does in the background: the list, one piece of work as it goes on, and starting it again."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from arena.access import enter
from arena.actions.work import resend_mail, retry_job
from arena.models import Arena
from arena.queries import jobs_visible_to, mails_visible_to
from arena.views.work_file import file_of_jobs
from arena.views.work_words import JobLine, MailLine
from core.clock import now
from core.downloads import form_asked_for
from core.errors import RuleBroken
from core.mails import UNSENT
from core.writes import new_token, once

PER_PAGE = 25


@never_cache
@require_safe
def job_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The work of the arena, the newest first, the same as a file; or the emails it could not send."""
    arena = enter(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.visitor.may_manage_work:
        raise PermissionDenied
    jobs = jobs_visible_to(request.user, arena, on=request.visitor.on)
    mails = mails_visible_to(request.user, arena, on=request.visitor.on).filter(UNSENT)
    shows_mails = request.GET.get("show") == "mails"
    if not shows_mails and (form := form_asked_for(request)):
        return file_of_jobs(jobs, arena, form=form, on=request.visitor.on)
    page = Paginator(mails if shows_mails else jobs, PER_PAGE).get_page(request.GET.get("page"))
    address = reverse("arena:jobs", args=[arena.slug])
    unsent = page.paginator.count if shows_mails else mails.count()
    title = gettext("Work in the background")
    context = {
        "page": page,
        "title": title,
        "shows_mails": shows_mails,
        "tabs": [
            (gettext("Work"), address, not shows_mails),
            (gettext("Emails not sent (%(n)s)") % {"n": unsent}, f"{address}?show=mails", shows_mails),
        ],
        "lines": [
            MailLine(row, at=now(), token=new_token()) if shows_mails else JobLine(row) for row in page.object_list
        ],
    }
    return render(request, "arena/jobs.html", context)


@never_cache
@require_safe
def job_page(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """How far one piece of work is; for whoever asked for it, and for those who run the arena."""
    arena = enter(request, slug)
    job = get_object_or_404(jobs_visible_to(request.user, arena, on=request.visitor.on), pk=key)
    context = {"line": JobLine(job), "token": new_token(), "crumbs": _crumbs(request, arena, JobLine(job))}
    return render(request, "arena/job_page.html#job" if request.htmx else "arena/job_page.html", context)


@require_POST
def job_retry(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Starts work again that failed or was given up."""
    arena = enter(request, slug)
    job = get_object_or_404(jobs_visible_to(request.user, arena, on=request.visitor.on), pk=key)
    page = reverse("arena:job", args=[arena.slug, job.pk])
    return _again(request, "arena.retry_job", page, lambda: retry_job(job=job, actor=request.user))


@require_POST
def mail_resend(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Sends an email once more that could not be sent."""
    arena = enter(request, slug)
    mail = get_object_or_404(mails_visible_to(request.user, arena, on=request.visitor.on), pk=key)
    page = reverse("arena:jobs", args=[arena.slug]) + "?show=mails"
    return _again(request, "arena.resend_mail", page, lambda: resend_mail(mail=mail, actor=request.user, at=now()))


def _again(request: HttpRequest, purpose: str, page: str, act: Callable[[], bool]) -> HttpResponse:
    """Does it once for each page it was asked from, and goes to `page`."""
    if not request.visitor.may_manage_work:
        raise PermissionDenied

    def write() -> str:
        if not act():
            messages.info(request, gettext("It is under way already."))
        else:
            messages.success(request, gettext("It is started again."))
        return page

    try:
        return redirect(
            once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=write)
        )
    except RuleBroken as broken:
        messages.warning(request, broken.message)
        return redirect(page)


def _crumbs(request: HttpRequest, arena: Arena, line: JobLine) -> list[tuple[str, str]]:
    if request.visitor.may_manage_work:
        return [(gettext("Work in the background"), reverse("arena:jobs", args=[arena.slug])), (str(line.label), "")]
    return [(arena.name, reverse("portal:overview", args=[arena.slug])), (str(line.label), "")]
