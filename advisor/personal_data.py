"""What is kept about a person: every field of every model that leads to a user, its reason and its lifetime."""

from dataclasses import dataclass

ACCOUNT = "as long as the account"


@dataclass(frozen=True)
class Kept:
    """`fields` are names of one model's columns, `model` its label; `what` says in plain words what they are."""

    model: str
    fields: tuple[str, ...]
    what: str
    reason: str
    lifetime: str = ACCOUNT


KEPT = (
    Kept(
        "advisor.User",
        ("id", "email"),
        "Your e-mail address, and a number that stands for you",
        "To log you in and to send codes and notices about the account.",
        "as long as the account; one that is never confirmed and stays empty goes after 30 days",
    ),
    Kept("advisor.User", ("password",), "Your password, as a salted hash", "To check the password when you log in."),
    Kept("advisor.User", ("date_joined", "last_login"), "When you signed up and last logged in", "To spot misuse."),
    Kept(
        "advisor.User",
        ("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
        "What you may do",
        "To tell learners and curators apart.",
    ),
    Kept(
        "account.EmailAddress",
        ("id", "user", "email", "verified", "primary"),
        "Your e-mail addresses, and which are confirmed",
        "To know that an address is yours.",
        "until you remove it, at most as long as the account",
    ),
    Kept(
        "account.EmailConfirmation",
        ("id", "email_address", "created", "sent", "key"),
        "Links sent to confirm an address",
        "To know that an address is yours; this site sends codes instead, so none are made.",
    ),
    Kept(
        "mfa.Authenticator",
        ("id", "user", "type", "data", "created_at", "last_used_at"),
        "Your authenticator app, passkeys and recovery codes",
        "To ask for a second factor, or to log you in without a password.",
        "until you remove it, at most as long as the account",
    ),
    Kept(
        "usersessions.UserSession",
        ("id", "user", "created_at", "ip", "last_seen_at", "session_key", "user_agent", "data"),
        "Where you are logged in: network address, browser, since when",
        "So that you can see and end what is not you.",
        "until you log out or end it; one that ran out goes within 1 day, or at your next log-in",
    ),
    Kept(
        "advisor.Answers",
        ("id", "user", "data", "trail", "claim_token", "is_finished", "path", "created_at", "updated_at"),
        "Your answers: goal, levels, hours, budget and the like",
        "To work out your path, to let you go on where you stopped, and to use them again.",
        "until you delete the questionnaire, at most as long as the account; unfinished ones go after 365 days",
    ),
    Kept(
        "advisor.Dismissal",
        ("id", "user", "skill", "created_at"),
        "Prerequisites that you said you don't need",
        "To leave them out of every later path.",
        "until you take it back, at most as long as the account",
    ),
    Kept(
        "advisor.Path",
        (
            "id",
            "user",
            "goal",
            "title",
            "answers",
            "problem",
            "plan",
            "snapshot",
            "claim_token",
            "version",
            "checked_basis",
            "is_archived",
            "created_at",
            "updated_at",
        ),
        "Your saved paths, with the answers they came from",
        "To show the path again and explain it after the catalogue has changed.",
    ),
    Kept(
        "advisor.Proposal",
        (
            "id",
            "path",
            "kind",
            "state",
            "plan",
            "stay",
            "answers",
            "problem",
            "snapshot",
            "fingerprint",
            "created_at",
            "decided_at",
        ),
        "Changes of a path that were proposed, and what you decided",
        "To show you a better path without changing yours, and not to ask twice.",
        "until 365 days after you decided, at most as long as the account",
    ),
    Kept(
        "advisor.PathVersion",
        (
            "id",
            "path",
            "number",
            "goal",
            "answers",
            "problem",
            "snapshot",
            "plan",
            "titles",
            "cause",
            "replaced_at",
        ),
        "What a path was before a change that you accepted",
        "So that you can bring it back.",
    ),
    Kept(
        "advisor.Step",
        ("id", "path", "position", "course", "bundle", "hours_expected", "starts_on", "finishes_on"),
        "The courses of a path with their dates",
        "To show what comes next and when you arrive.",
    ),
    Kept(
        "advisor.Completion",
        (
            "id",
            "user",
            "course",
            "state",
            "started_on",
            "finished_on",
            "skip_reason",
            "evidence_url",
            "project_url",
            "created_at",
            "updated_at",
        ),
        "Courses that you started, finished or skipped, with your reason, and links to what you made",
        "To leave out what you know already, and to show how far you are.",
    ),
    Kept(
        "advisor.ShareLink",
        ("id", "path", "token", "with_progress", "created_at", "revoked_at"),
        "Links that show a path to whoever has the address",
        "To show the path there, and to close the address for good once you revoke it.",
        "until 30 days after you revoke it, at most as long as the account",
    ),
    Kept(
        "advisor.CalendarFeed",
        ("id", "path", "token", "created_at"),
        "The private address of a path's calendar",
        "To let your calendar fetch the dates.",
        "until you revoke it, at most as long as the account",
    ),
    Kept(
        "advisor.DigestChoice",
        ("id", "user", "is_wanted", "time_zone", "weekday", "changed_at", "look_at"),
        "Whether you want the weekly e-mail, on which day and in which time zone",
        "To send it on your day, and not at all unless you ask for it.",
    ),
    Kept(
        "advisor.DigestDelivery",
        ("id", "user", "week", "state", "claim", "claimed_at", "attempts"),
        "For which weeks the e-mail went out",
        "To send it once a week and not twice.",
        "90 days",
    ),
    Kept(
        "advisor.StudyLog",
        ("id", "user", "course", "minutes", "on", "note", "token", "created_at"),
        "Hours that you logged, with a note",
        "To compare your hours with the plan and to work out when you arrive; totals of five or more finishers of a "
        "course appear on its page without names.",
        "until you delete it, at most as long as the account",
    ),
    Kept(
        "advisor.Note",
        ("id", "user", "course", "text", "updated_at"),
        "Your notes on courses",
        "To show them to you again.",
        "until you empty it, at most as long as the account",
    ),
    Kept(
        "advisor.Timer",
        ("id", "user", "course", "started_at"),
        "A timer that is running",
        "To log the time when you stop it.",
        "until you stop it",
    ),
    Kept(
        "advisor.TrackingChange",
        ("id", "user", "course", "kind", "row", "what", "before", "after", "is_undone", "created_at"),
        "Each change of your progress, hours and notes, with what was there before",
        "So that a change can be taken back.",
        "90 days",
    ),
    Kept(
        "advisor.Activity",
        ("user", "token"),
        "A random word that changes whenever you record something",
        "To show your page quickly while nothing on it has changed.",
    ),
    Kept(
        "admin.LogEntry",
        (
            "id",
            "user",
            "action_time",
            "content_type",
            "object_id",
            "object_repr",
            "action_flag",
            "change_message",
        ),
        "Curators only: which entries you changed",
        "To trace how a fact came into the catalogue.",
    ),
    Kept(
        "catalog.Draft",
        ("created_by", "published_by"),
        "Curators only: which changes of the catalogue you drafted and published",
        "To trace how a fact came into the catalogue.",
        "as long as the account; the change stays without your name",
    ),
    Kept(
        "catalog.Revision",
        ("made_by",),
        "Curators only: which versions of the catalogue you published",
        "To trace how a fact came into the catalogue.",
        "as long as the account; the version stays without your name",
    ),
    Kept(
        "catalog.CatalogueImport",
        ("made_by",),
        "Curators only: files of courses that you imported",
        "To show you, and only you, what a file would change before it does.",
        "90 days, at most as long as the account",
    ),
)
