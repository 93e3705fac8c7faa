"""The files of an arena's folder and their columns. docs/recipes.md says what becomes of each column."""

from portal.loading.tables import Shape

SETTINGS = "arena/arena.json"
PROJECT = "project.json"

TEXTS = Shape(
    "arena/texts.csv", ("file", "key", "field", "sv", "nb", "en"), ("file", "key", "field"), ("file", "field")
)
READINGS = Shape(
    "arena/readings.csv",
    ("file", "column", "word", "field", "value", "why"),
    ("file", "column", "word", "field"),
    ("file", "column", "field"),
)
PRIORITIES = Shape(
    "arena/priorities.csv", ("key", "fact", "sides", "themes", "why"), ("key",), ("key", "fact", "sides")
)

ACTIVITIES = Shape(
    "activities.csv",
    ("id", "name", "kind", "year", "month", "side", "place", "status", "note", "source", "quote"),
    ("id",),
    ("id", "name"),
)
EFFECT_LEVELS = Shape(
    "activity_effect_levels_empty.csv",
    ("activity_id", "name", "side", "effect_level", "note", "source", "quote"),
    ("activity_id",),
    ("activity_id",),
)
INDICATORS = Shape(
    "indicators.csv",
    ("id", "name", "baseline", "target", "actual", "unit", "statement_en", "source", "quote"),
    ("id",),
    ("id", "name"),
)
ORGANISATIONS = Shape(
    "organisations.csv",
    ("id", "name", "side", "helix_role", "relation_to_smice", "note", "source", "quote"),
    ("id",),
    ("id", "name"),
)
PERIODS = Shape(
    "reporting_periods.csv",
    ("id", "kind", "start", "end", "status", "note", "source", "quote"),
    ("id",),
    ("id", "kind"),
)
S3_FACTS = Shape("s3_facts.csv", ("id", "side", "when", "statement_en", "source", "quote"), ("id",), ("id",))
TEAMS = Shape(
    "teams.csv",
    ("id", "name", "side", "kind", "description", "place", "note", "source", "quote"),
    ("id",),
    ("id", "name"),
)
THEMES = Shape(
    "themes.csv",
    ("id", "order", "name", "s3_priority_side_per_source", "note", "source", "quote"),
    ("id",),
    ("id", "order", "name"),
)

LOADED = (ACTIVITIES, EFFECT_LEVELS, INDICATORS, ORGANISATIONS, PERIODS, S3_FACTS, TEAMS, THEMES)

# Read and checked; what they say has no place in the arena yet.
WAITING = (
    Shape(
        "cost_deviations.csv",
        (
            "id",
            "side",
            "cost_category",
            "kind",
            "amount",
            "percent",
            "currency",
            "precision_note",
            "reason",
            "source",
            "quote",
        ),
        ("id",),
        ("id",),
    ),
    Shape("definitions.csv", ("term", "text", "note", "source", "quote"), ("term",), ("term", "text")),
    Shape("expected_effects.csv", ("order", "source", "quote"), ("order",), ("order", "quote")),
    Shape(
        "figures.csv", ("figure", "caption", "form_in_source", "what_the_text_gives", "source", "quote"), ("figure",)
    ),
    Shape("goals.csv", ("id", "parent", "label", "text", "note", "source", "quote"), ("id",), ("id", "text")),
    Shape(
        "horizontal_criteria.csv",
        ("group", "aim_share", "registered_share", "registered_count", "statement_en", "source", "quote"),
        ("group",),
        ("group",),
    ),
    Shape("lessons.csv", ("id", "topic", "source", "quote"), ("id",), ("id", "quote")),
    Shape(
        "outputs.csv",
        ("id", "name", "kind", "year", "month", "where", "note", "source", "quote"),
        ("id",),
        ("id", "name"),
    ),
    Shape("proposed_functions_and_next_steps.csv", ("id", "group", "text", "source", "quote"), ("id",), ("id", "text")),
    Shape(
        "related_projects.csv",
        ("id", "name", "programme_or_funder", "relation", "note", "source", "quote"),
        ("id",),
        ("id", "name"),
    ),
)
OURS = (TEXTS, READINGS, PRIORITIES)
