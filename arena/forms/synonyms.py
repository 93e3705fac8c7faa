"""Words and phrases that search takes for one another."""

from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arena.section_form import SectionForm, Texts
from core.stems import words

LONGEST: Final = 60
MOST_LINES: Final = 30


class SynonymForm(SectionForm):
    """A group of synonyms: in every language one word or phrase on each line."""

    texts = (
        Texts(
            name="words",
            label=_("Words that mean the same"),
            max_length=2000,
            is_long=True,
            hint=_("One word or phrase on each line. A search for one of them finds the others."),
            needed=_("Write words in at least one language"),
        ),
        Texts(
            name="wider",
            label=_("Wider words"),
            max_length=2000,
            is_long=True,
            hint=_("A search for the words above finds these too, last. A search for these does not find the others."),
        ),
    )
    layout = ("words", "wider")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.fields:
            lines = list(dict.fromkeys(filter(None, map(str.strip, cleaned.get(name, "").splitlines()))))
            if any(not any(words(line)) for line in lines):
                self.add_error(name, _("Write at least one letter or digit on each line"))
            if any(len(line) > LONGEST for line in lines):
                self.add_error(name, gettext("Write at most %(number)s characters on each line") % {"number": LONGEST})
            if len(lines) > MOST_LINES:
                self.add_error(name, gettext("Write at most %(number)s lines") % {"number": MOST_LINES})
            cleaned[name] = "\n".join(lines)
        return cleaned
