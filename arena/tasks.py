"""Background work of the arena app."""

import logging
from datetime import time

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arena.actions.import_work import check_rows, write_rows
from arena.actions.imports import forget_imports
from arena.actions.links import forget_over
from arena.models import ImportRun
from arena.search import mend
from core.background import answer, task
from core.clock import now, today
from core.errors import RuleBroken

logger = logging.getLogger(__name__)


@task("arena.forget_invitations", label=_("Forget the addresses of old invitations"), nightly=time(3, 20))
def forget_invitations() -> None:
    """Forgets the address of every invitation that nobody used in time."""
    forget_over(at=now())


@task("arena.mend_search", label=_("Compare the search with what is there"), is_whole=False, nightly=time(3, 40))
def mend_search() -> None:
    """Repairs what search knows otherwise than the rows say. Every write keeps it, so there should be nothing."""
    if mended := mend():
        logger.warning("search: %d documents differed from their rows and were written anew", mended)


@task("arena.check_import", label=_("Check the rows of a file"), is_whole=False)
def check_import(*, run_id: int) -> None:
    """Checks the rows of an import."""
    answer(_page_of(run_id))
    check_rows(run_id=run_id)


@task("arena.write_import", label=_("Import the rows of a file"), is_whole=False)
def write_import(*, run_id: int, actor_id: int | None) -> None:
    """Writes the rows of an import, if who asked for it still may."""
    answer(_page_of(run_id))
    actor = User.objects.filter(pk=actor_id).first()
    if actor is None or not actor.has_perm("arena.import_rows", ImportRun.objects.get(pk=run_id).arena):
        raise RuleBroken("import.no_right", _("The person who started this import may no longer import here."))
    write_rows(run_id=run_id, actor=actor, on=today(), at=now())


@task("arena.forget_imports", label=_("Forget old imports"), nightly=time(3, 50))
def forget_old_imports() -> None:
    """Deletes imports that nobody touched for a month."""
    forget_imports(at=now())


def _page_of(run_id: int) -> str:
    run = ImportRun.objects.select_related("arena").get(pk=run_id)
    return reverse("arena:import-run", args=[run.arena.slug, run.pk])
