"""Texts of the scales in three equal languages."""

from modeltranslation.translator import TranslationOptions, register

from activities.models import EffectLevel, StabilityStep


@register(EffectLevel)
class EffectLevelTexts(TranslationOptions):
    fields = ("name", "criterion", "example", "summary")
    required_languages = ()


@register(StabilityStep)
class StabilityStepTexts(TranslationOptions):
    fields = ("name", "criterion", "example", "summary")
    required_languages = ()
