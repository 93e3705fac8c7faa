"""Texts an arena writes in three equal languages: none is required, at least one is filled."""

from modeltranslation.translator import TranslationOptions, register

from arena.models import Arena, Period, Priority, Side, SynonymGroup, Theme


@register(Arena)
class ArenaTexts(TranslationOptions):
    fields = ("name", "tagline", "description", "funding_statement")
    required_languages = ()


@register(Side)
class SideTexts(TranslationOptions):
    fields = ("name",)
    required_languages = ()


@register(Period)
class PeriodTexts(TranslationOptions):
    fields = ("label",)
    required_languages = ()


@register(Theme)
class ThemeTexts(TranslationOptions):
    fields = ("name", "definition")
    required_languages = ()


@register(Priority)
class PriorityTexts(TranslationOptions):
    fields = ("name",)
    required_languages = ()


@register(SynonymGroup)
class SynonymTexts(TranslationOptions):
    fields = ("words", "wider")
    required_languages = ()
