"""Every address and what it answers to everybody: the decided table that tests/house/test_routes.py holds."""

from tests.conftest import PEOPLE

ALL = frozenset(PEOPLE)
NOBODY = frozenset({"anonymous"})
ROLES = frozenset({"lead", "coordinator", "broker", "reference", "funder", "auditor"})
IN_A_TEAM = frozenset({"team_lead", "member"})
WORKERS = frozenset({"lead", "coordinator", "broker"}) | IN_A_TEAM
SIGNED_IN = ALL - NOBODY

Row = dict[int, frozenset[str]]


def only(allowed: frozenset[str], *, anonymous: int) -> Row:
    """200 for `allowed`, `anonymous` for the anonymous, 403 for everybody else."""
    return {200: allowed, anonymous: NOBODY, 403: SIGNED_IN - allowed}


EVERYBODY: Row = {200: ALL}
ELSEWHERE: Row = {302: ALL}
NOT_BY_GET: Row = {405: ALL}
CLOSED_FOR_GOOD: Row = {404: ALL}
AN_ACCOUNT: Row = {200: SIGNED_IN, 302: NOBODY}
NO_ACCOUNT_YET: Row = {200: NOBODY, 302: SIGNED_IN}
NONE_OF_ONES_OWN: Row = {404: SIGNED_IN, 302: NOBODY}
# The activity was logged by the member, on the Swedish side, which the lead leads.
ITS_KEEPERS = only(frozenset({"lead", "member"}), anonymous=403) | {403: ALL - {"lead", "member"}}
THOSE_WHO_RUN_IT = frozenset({"lead", "coordinator"})
THE_LEAD = only(frozenset({"lead"}), anonymous=302)
LEAD_AND_COORDINATOR = only(frozenset({"lead", "coordinator"}), anonymous=302)

KEEPERS_OF_THE_REGISTER = only(frozenset({"lead", "coordinator"}), anonymous=302)
SEES_ALL_NAMES = ROLES - {"reference"}

# Answers to GET in a public arena.
PAGES: dict[str, Row] = {
    "root": ELSEWHERE,
    "healthz": EVERYBODY,
    "readyz": EVERYBODY,
    "policy-report": NOT_BY_GET,
    "portal:arenas": EVERYBODY,
    "portal:look": NOT_BY_GET,
    "portal:privacy": EVERYBODY,
    "portal:accessibility": EVERYBODY,
    "portal:own-data": AN_ACCOUNT,
    "portal:own-data-file": AN_ACCOUNT,
    "portal:own-data-erase": AN_ACCOUNT,
    "accounts:profile": AN_ACCOUNT,
    "accounts:addresses": AN_ACCOUNT,
    "accounts:sign-in": NO_ACCOUNT_YET,
    "accounts:sign-up": NO_ACCOUNT_YET,
    "accounts:sign-in-link": EVERYBODY,
    "accounts:request-code": ELSEWHERE,
    "accounts:confirm-sign-in": ELSEWHERE,
    "accounts:confirm-email": ELSEWHERE,
    "accounts:closed": CLOSED_FOR_GOOD,
    "accounts:passkey-sign-in": NOT_BY_GET,
    # Everybody here has just signed in, and is sent on.
    "accounts:step-up": ELSEWHERE,
    "accounts:second-step": ELSEWHERE,
    "accounts:security": AN_ACCOUNT,
    "accounts:second-factor-needed": ELSEWHERE,
    "accounts:app-add": AN_ACCOUNT,
    "accounts:passkey-add": AN_ACCOUNT,
    # Nobody here has a factor to rename, remove or lose.
    "accounts:passkey-rename": NONE_OF_ONES_OWN,
    "accounts:factor-remove": NONE_OF_ONES_OWN,
    "accounts:codes-renew": NONE_OF_ONES_OWN,
    "accounts:codes-file": NOT_BY_GET,
    "accounts:session-end": NOT_BY_GET,
    "account_login": NO_ACCOUNT_YET,
    "account_signup": NO_ACCOUNT_YET,
    "account_logout": AN_ACCOUNT,
    "account_email": AN_ACCOUNT,
    "account_inactive": EVERYBODY,
    "account_email_verification_sent": ELSEWHERE,
    "account_confirm_login_code": ELSEWHERE,
    "account_request_login_code": ELSEWHERE,
    "mfa_authenticate": ELSEWHERE,
    "mfa_index": CLOSED_FOR_GOOD,
    "mfa_reauthenticate": CLOSED_FOR_GOOD,
    "mfa_activate_totp": CLOSED_FOR_GOOD,
    "mfa_deactivate_totp": CLOSED_FOR_GOOD,
    "mfa_view_recovery_codes": CLOSED_FOR_GOOD,
    "mfa_generate_recovery_codes": CLOSED_FOR_GOOD,
    "mfa_download_recovery_codes": CLOSED_FOR_GOOD,
    "mfa_list_webauthn": CLOSED_FOR_GOOD,
    "mfa_add_webauthn": CLOSED_FOR_GOOD,
    "mfa_reauthenticate_webauthn": CLOSED_FOR_GOOD,
    "mfa_remove_webauthn": CLOSED_FOR_GOOD,
    "mfa_edit_webauthn": CLOSED_FOR_GOOD,
    "mfa_login_webauthn": CLOSED_FOR_GOOD,
    "usersessions_list": CLOSED_FOR_GOOD,
    "account_reauthenticate": CLOSED_FOR_GOOD,
    "account_change_password": CLOSED_FOR_GOOD,
    "account_set_password": CLOSED_FOR_GOOD,
    "account_reset_password": CLOSED_FOR_GOOD,
    "account_reset_password_done": CLOSED_FOR_GOOD,
    "account_reset_password_from_key": CLOSED_FOR_GOOD,
    "account_reset_password_from_key_done": CLOSED_FOR_GOOD,
    # No invitation has this link.
    "invitation": CLOSED_FOR_GOOD,
    "api:schema": EVERYBODY,
    "api:docs": EVERYBODY,
}
ARENA_PAGES: dict[str, Row] = {
    "portal:overview": EVERYBODY,
    "portal:map": EVERYBODY,
    "portal:about": EVERYBODY,
    "portal:data": EVERYBODY,
    "portal:search": EVERYBODY,
    "activities:list": EVERYBODY,
    "activities:page": EVERYBODY,
    "activities:calendar": EVERYBODY,
    "activities:calendar-file": EVERYBODY,
    "activities:event-file": EVERYBODY,
    "activities:calendar-own": only(WORKERS, anonymous=302),
    "activities:calendar-own-new": only(WORKERS, anonymous=302),
    # The member's own address.
    "activities:calendar-own-end": {
        200: frozenset({"member"}),
        404: WORKERS - {"member"},
        302: NOBODY,
        403: SIGNED_IN - WORKERS,
    },
    # Nobody has this secret.
    "activities:calendar-link": CLOSED_FOR_GOOD,
    "activities:log": only(WORKERS, anonymous=302),
    "activities:edit": ITS_KEEPERS,
    "activities:rate": ITS_KEEPERS,
    "activities:more": ITS_KEEPERS,
    "activities:quick": ITS_KEEPERS,
    "activities:repeat": ITS_KEEPERS,
    "activities:today": only(WORKERS, anonymous=302),
    "activities:hypothesis": ITS_KEEPERS,
    "activities:checks": only(WORKERS, anonymous=302),
    "activities:check": ITS_KEEPERS,
    # No hypothesis yet: its keepers are sent on to write one.
    "activities:revisit": {302: frozenset({"lead", "member"}), 403: ALL - {"lead", "member"}},
    "activities:evidence-add": ITS_KEEPERS,
    "activities:evidence-titles": ITS_KEEPERS,
    "activities:evidence-remove": ITS_KEEPERS,
    # Auditor, coordinator and lead see files; the member added this one.
    "activities:evidence-file": {200: frozenset({"auditor", "coordinator", "lead", "member"}), 404: frozenset()},
    "activities:undo": NOT_BY_GET,
    # Not a draft: its keepers are sent back to its page.
    "activities:discard": {302: frozenset({"lead", "member"}), 403: ALL - {"lead", "member"}},
    # Who may not change it is sent on to its page.
    "activities:done": {200: frozenset({"lead", "member"}), 302: ALL - {"lead", "member"}},
    "teams:list": EVERYBODY,
    "teams:page": EVERYBODY,
    "teams:join": {200: SIGNED_IN - IN_A_TEAM, 302: IN_A_TEAM | NOBODY},
    "teams:leave": {200: IN_A_TEAM, 302: ALL - IN_A_TEAM},
    "teams:undo": NOT_BY_GET,
    "indicators:list": EVERYBODY,
    "indicators:page": EVERYBODY,
    "arena:imports": only(THOSE_WHO_RUN_IT, anonymous=302),
    "arena:import-new": only(THOSE_WHO_RUN_IT, anonymous=302),
    "arena:import-template": only(THOSE_WHO_RUN_IT, anonymous=302),
    "arena:import-run": only(THOSE_WHO_RUN_IT, anonymous=302),
    "arena:import-columns": only(THOSE_WHO_RUN_IT, anonymous=302),
    "arena:import-decide": NOT_BY_GET,
    "arena:import-write": only(THOSE_WHO_RUN_IT, anonymous=302),
    "arena:import-drop": only(THOSE_WHO_RUN_IT, anonymous=302),
    "arena:import-returned": only(THOSE_WHO_RUN_IT, anonymous=302),
    "arena:jobs": only(THOSE_WHO_RUN_IT, anonymous=302),
    # The member asked for this piece of work.
    "arena:job": {200: THOSE_WHO_RUN_IT | {"member"}, 404: ALL - THOSE_WHO_RUN_IT - {"member"}},
    "arena:job-retry": NOT_BY_GET,
    "arena:mail-resend": NOT_BY_GET,
    "organisations:list": EVERYBODY,
    "organisations:page": EVERYBODY,
    "organisations:history": {200: SEES_ALL_NAMES, 403: ALL - SEES_ALL_NAMES},
    "organisations:duplicates": KEEPERS_OF_THE_REGISTER,
    "organisations:decide": NOT_BY_GET,
    "organisations:hint": KEEPERS_OF_THE_REGISTER,
    "organisations:people": AN_ACCOUNT,
    "organisations:act": AN_ACCOUNT,
    # Nobody acts for it: back to its page.
    "organisations:stop": ELSEWHERE,
    "organisations:merge-choose": KEEPERS_OF_THE_REGISTER,
    "organisations:merge": KEEPERS_OF_THE_REGISTER,
    "organisations:part": KEEPERS_OF_THE_REGISTER,
    "arena:settings": THE_LEAD,
    "arena:keys": only(WORKERS, anonymous=302),
    "arena:key-issue": only(WORKERS, anonymous=302),
    # The lead's key, which the others who may have keys do not see.
    "arena:key-revoke": {200: frozenset({"lead"}), 302: NOBODY, 404: WORKERS - {"lead"}, 403: SIGNED_IN - WORKERS},
    # The coordinator sent this invitation.
    "arena:invitations": LEAD_AND_COORDINATOR,
    "arena:invitation-new": LEAD_AND_COORDINATOR,
    "arena:invitation-again": LEAD_AND_COORDINATOR,
    "arena:invitation-take-back": LEAD_AND_COORDINATOR,
    "arena:section": THE_LEAD,
    "arena:section-add": THE_LEAD,
    "arena:section-edit": THE_LEAD,
    "arena:section-remove": THE_LEAD,
}
ARENA_PAGES["activities:evidence-file"][404] = ALL - ARENA_PAGES["activities:evidence-file"][200]
# The API knows keys, not people: a signed-in person is anybody.
API: dict[str, Row] = {
    "api:arena": EVERYBODY,
    "api:activities": EVERYBODY,
    "api:activity": EVERYBODY,
    "api:activity-assessments": EVERYBODY,
    "api:assessments": EVERYBODY,
    "api:assessment": EVERYBODY,
    "api:teams": EVERYBODY,
    "api:team": EVERYBODY,
    "api:organisations": EVERYBODY,
    "api:map": EVERYBODY,
    "api:indicators": EVERYBODY,
    "api:indicator": EVERYBODY,
    # Units are figures: before the lock nobody without a key that may see them.
    "api:units": CLOSED_FOR_GOOD,
    "api:nothing": CLOSED_FOR_GOOD,
}
DECIDED = PAGES | ARENA_PAGES | API


def expected(name: str, person: str) -> int:
    """What `person` gets at GET in a public arena."""
    return next(status for status, people in DECIDED[name].items() if person in people)


# What is the same for everybody, whoever asks: nobody in particular sees a closed arena.
AS_NOBODY = frozenset({"activities:calendar-file"})


def expected_in_closed_arena(name: str, person: str) -> int:
    """The same where only people with a role may enter: 404 for everybody else, also where GET is refused anyway."""
    if name in API or name in AS_NOBODY:
        return 404
    if ARENA_PAGES[name] is NOT_BY_GET:
        return expected(name, person)
    return expected(name, person) if person in ROLES else 404
