"""The log's verbs, in the words of the person who did them."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.personal import Text

VERBS: dict[str, Text] = {
    "accept_invitation": _("Accepted an invitation"),
    "add_evidence": _("Added evidence"),
    "add_factor": _("Added a second step"),
    "add_organisation": _("Added an organisation"),
    "add_synonyms": _("Added synonyms"),
    "ask_to_act": _("Asked to act for an organisation"),
    "change_activity": _("Changed an activity"),
    "change_more": _("Wrote more about an activity"),
    "change_organisation": _("Changed an organisation"),
    "change_profile": _("Changed the own account"),
    "choose_columns": _("Chose the columns of an import"),
    "confirm_import": _("Confirmed an import"),
    "confirm_organisation_role": _("Confirmed a role for an organisation"),
    "decide_rows": _("Decided on rows of an import"),
    "decline_organisation_role": _("Declined a role for an organisation"),
    "discard_draft": _("Removed a draft"),
    "drop_import": _("Dropped an import"),
    "end_calendar_feed": _("Ended a personal calendar address"),
    "end_organisation_role": _("Ended a role for an organisation"),
    "end_role": _("Ended a role"),
    "end_sessions": _("Signed out on other devices"),
    "forget_apart": _("Took back that two organisations are not the same"),
    "give_role": _("Gave a role"),
    "import_activity": _("Imported an activity"),
    "invite": _("Invited somebody"),
    "invite_again": _("Sent an invitation again"),
    "api.write": _("A program wrote with your API key"),
    "issue_key": _("Issued an API key"),
    "join_team": _("Joined a team"),
    "keep_apart": _("Noted that two organisations are not the same"),
    "leave_team": _("Left a team"),
    "let_go_organisation": _("Undid a merger"),
    "log_activity": _("Logged an activity"),
    "mail_proof": _("Asked for a link that confirms a role"),
    "make_calendar_feed": _("Made a personal calendar address"),
    "make_recovery_codes": _("Made recovery codes"),
    "merge_organisation": _("Merged organisations"),
    "not_known_yet": _("Answered that it is not known yet whether a change holds"),
    "part_organisation": _("Undid a merger"),
    "rate_activity": _("Rated an activity"),
    "remove_evidence": _("Removed evidence"),
    "remove_factor": _("Removed a second step"),
    "rename_passkey": _("Renamed a passkey"),
    "repeat_activity": _("Planned an activity again"),
    "resend_mail": _("Sent an email again"),
    "retitle_evidence": _("Changed the title of evidence"),
    "retry_job": _("Started background work again"),
    "return_to_draft": _("Made an activity a draft again"),
    "revisit_hypothesis": _("Looked back at a behaviour hypothesis"),
    "revoke_invitation": _("Took an invitation back"),
    "revoke_key": _("Revoked an API key"),
    "start_import": _("Started an import"),
    "start_team": _("Started a team"),
    "take_in_organisation": _("Merged organisations"),
    "undo_leaving": _("Took leaving a team back"),
    "withdraw_organisation_role": _("Took back a question about acting for an organisation"),
    "write_hypothesis": _("Wrote a behaviour hypothesis"),
    "write_import": _("Imported the rows of a file"),
}

# What is done alike to rows of many kinds; which kind stands beside it.
BEGINNINGS: dict[str, Text] = {
    "add": pgettext_lazy("somebody did it", "Added"),
    "change": pgettext_lazy("somebody did it", "Changed"),
    "remove": pgettext_lazy("somebody did it", "Removed"),
}


def words_of(verb: str) -> Text:
    """A verb that nobody writes any more stands as it was written."""
    return VERBS.get(verb) or BEGINNINGS.get(verb.partition("_")[0]) or capfirst(verb.replace("_", " "))
