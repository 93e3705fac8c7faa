"""The door to an arena: the only way from an address to its row."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.principal import Principal
from arena import queries
from arena.models import Arena
from core.clock import today


@dataclass(frozen=True)
class Visitor:
    """What the shell and the pages may show this visitor in this arena; each answer asks at most one query."""

    principal: Principal
    arena: Arena
    on: date

    @property
    def may_log(self) -> bool:
        """Log activities here."""
        return self.principal.has_perm("activities.log_activity", self.arena)

    @property
    def may_manage(self) -> bool:
        """Open the settings."""
        return self.principal.has_perm("arena.change_arena", self.arena)

    @property
    def may_change_organisations(self) -> bool:
        """Keep the register of organisations."""
        return self.principal.has_perm("arena.change_organisation", self.arena)

    @property
    def may_import(self) -> bool:
        """Bring rows in from a file."""
        return self.principal.has_perm("arena.import_rows", self.arena)

    @property
    def may_manage_work(self) -> bool:
        """See what the arena does in the background, and start it again."""
        return self.principal.has_perm("arena.manage_work", self.arena)

    @property
    def may_answer_claims(self) -> bool:
        """Confirm or decline who asks to act for an organisation."""
        return self.principal.has_perm("arena.manage_organisation_roles", self.arena)

    @property
    def sees_working_figures(self) -> bool:
        """See figures before the lock."""
        return queries.sees_working_figures(self.principal, self.arena, on=self.on)

    @property
    def sees_firm_names(self) -> bool:
        """See the names of supported firms."""
        return queries.sees_firm_names(self.principal, self.arena, on=self.on)

    @property
    def sees_evidence_files(self) -> bool:
        """Open evidence files."""
        return queries.sees_evidence_files(self.principal, self.arena, on=self.on)


def enter(request: HttpRequest, slug: str) -> Arena:
    """The arena with `slug` if this visitor may see it, else 404. Sets `request.arena` and `request.visitor`."""
    day = today()
    arena = get_object_or_404(queries.arenas_visible_to(request.user, on=day), slug=slug)
    request.arena = arena  # type: ignore[attr-defined]
    request.visitor = Visitor(request.user, arena, day)  # type: ignore[attr-defined]
    return arena
