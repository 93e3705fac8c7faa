"""The settings section of the words that search takes for one another."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arena.actions.synonyms import check_synonyms
from arena.forms.synonyms import SynonymForm
from arena.models import Arena, SynonymGroup
from arena.sections import Column, Section

Texts = list[tuple[str, str]]


def _texts(group: SynonymGroup, name: str) -> Texts:
    """What a group says in each language, that of the page first."""
    codes = sorted(dict(settings.LANGUAGES), key=lambda code: code != get_language())
    texts = ((", ".join((getattr(group, f"{name}_{code}") or "").splitlines()), code) for code in codes)
    return [(text, code) for text, code in texts if text]


def _with_words(rows: QuerySet[SynonymGroup], arena: Arena, text: str) -> QuerySet[SynonymGroup]:
    columns = [f"{name}_{code}" for name in ("words", "wider") for code in dict(settings.LANGUAGES)]
    anywhere = Q()
    for column in columns:
        anywhere |= Q((f"{column}__icontains", text))
    return rows.filter(anywhere)


SECTIONS = (
    Section(
        slug="synonyms",
        position=75,
        title=_("Synonyms"),
        lead=_(
            "Words that the search takes for one another, also across the languages: a search for one finds them all."
        ),
        rows=lambda arena: arena.synonym_groups.order_by("source", "pk"),
        columns=(
            Column(label=_("Words"), value=lambda group: _texts(group, "words")[:1], kind="texts"),
            Column(label=_("In other languages"), value=lambda group: _texts(group, "words")[1:], kind="texts"),
            Column(label=_("Wider words"), value=lambda group: _texts(group, "wider"), kind="texts"),
        ),
        empty=_("No synonyms yet"),
        form=SynonymForm,
        add_title=_("Add synonyms"),
        new=lambda write: SynonymGroup(arena=write.arena),
        rule=check_synonyms,
        search=_with_words,
    ),
)
