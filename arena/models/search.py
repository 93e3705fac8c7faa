"""What search reads: one row per thing that can be found, and words that mean the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arena.models.arena import Arena
from core.models import Timestamped


class SearchDocument(models.Model):
    """The words of one row, folded and stemmed. It says nothing about who may see the row: that is asked again.

    On PostgreSQL the table has two more columns, `tokens` and `title_tokens`, which the database makes of the stems
    (migration 0006); on SQLite the stems themselves are searched.
    """

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=20)
    object_key = models.BigIntegerField()
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    happened_on = models.DateField(null=True)
    # Tokens between spaces, those of the title first (arena/search/texts.py): " verkstad repar ".
    title_stems = models.TextField()
    stems = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_key"], name="search_document_once")]
        indexes = [models.Index(fields=["arena", "kind"], name="search_by_arena")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key}"


class SynonymGroup(Timestamped):
    """Words and phrases that search takes for one another, in any of the languages; one per line."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="synonym_groups")
    words = models.TextField(_("words that mean the same"))
    wider = models.TextField(
        _("wider words"), blank=True, help_text=_("Texts with these are found too, last. They do not open the group.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["arena", "id"]

    def __str__(self) -> str:
        return ", ".join(self.words.splitlines())
