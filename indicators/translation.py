"""Texts of indicators in three equal languages."""

from modeltranslation.translator import TranslationOptions, register

from indicators.models import Indicator


@register(Indicator)
class IndicatorTexts(TranslationOptions):
    fields = ("name", "explanation", "unit", "source_statement")
    required_languages = ()
