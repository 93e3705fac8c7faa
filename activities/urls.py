"""Addresses of activities, under /<lang>/a/<slug>/."""

from django.urls import path

from activities.views import (
    activity,
    calendar,
    calendar_file,
    calendar_own,
    checks,
    evidence,
    evidence_changes,
    hypothesis,
    log,
    more,
    quick,
    repeat,
    today,
)

app_name = "activities"
urlpatterns = [
    path("activities/", activity.activity_list, name="list"),
    path("activities/<int:key>/", activity.activity_page, name="page"),
    path("activities/<int:key>/event.ics", calendar_file.event_file, name="event-file"),
    path("activities/<int:key>/edit/", log.activity_edit, name="edit"),
    path("activities/<int:key>/rate/", log.activity_rate, name="rate"),
    path("activities/<int:key>/behaviour/", hypothesis.hypothesis_write, name="hypothesis"),
    path("activities/<int:key>/behaviour/seen/", hypothesis.hypothesis_revisit, name="revisit"),
    path("activities/<int:key>/evidence/", evidence.evidence_add, name="evidence-add"),
    path("activities/<int:key>/evidence/titles/", evidence_changes.evidence_titles, name="evidence-titles"),
    path("activities/<int:key>/evidence/<int:evidence>/", evidence.evidence_file, name="evidence-file"),
    path(
        "activities/<int:key>/evidence/<int:evidence>/remove/",
        evidence_changes.evidence_remove,
        name="evidence-remove",
    ),
    path("activities/<int:key>/quick/", quick.activity_quick, name="quick"),
    path("activities/<int:key>/repeat/", repeat.activity_repeat, name="repeat"),
    path("activities/<int:key>/undo/", log.activity_undo, name="undo"),
    path("activities/<int:key>/discard/", log.activity_discard, name="discard"),
    path("checks/", checks.check_list, name="checks"),
    path("checks/<int:key>/", checks.check_answer, name="check"),
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("calendar.ics", calendar_file.calendar_file, name="calendar-file"),
    path("calendar/own/", calendar_own.feed_list, name="calendar-own"),
    path("calendar/own/new/", calendar_own.feed_new, name="calendar-own-new"),
    path("calendar/own/<int:key>/end/", calendar_own.feed_end, name="calendar-own-end"),
    # "link" is the word that keeps a secret out of the server's log (core/log_lines.py).
    path("calendar/link/<str:token>.ics", calendar_file.calendar_link, name="calendar-link"),
    path("log/", log.activity_log, name="log"),
    path("log/<int:key>/done/", log.activity_done, name="done"),
    path("log/<int:key>/more/", more.activity_more, name="more"),
    path("today/", today.page, name="today"),
]
