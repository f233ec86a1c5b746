"""What the verbs of stored events are called where people read them. The stored verb never changes."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

VERBS: dict[str, StrOrPromise] = {
    # the organisation and its people
    "started": _("Organisation set up"),
    "settings changed": _("Settings changed"),
    "mail server changed": _("Mail server changed"),
    "team added": _("Team added"),
    "team renamed": _("Team renamed"),
    "invited": _("Invited"),
    "invitation cancelled": _("Invitation cancelled"),
    "joined": _("Account created"),
    "role changed": _("Role changed"),
    "details changed": _("Details changed"),
    "left a team": _("Removed from a team"),
    "made an administrator": _("Made an administrator"),
    "no longer an administrator": _("No longer an administrator"),
    "left": _("Deactivated"),
    "came back": _("Reactivated"),
    "password changed": _("Password changed"),
    "new password offered": _("Password reset link created"),
    "password reset": _("Password set with a reset link"),
    "reset confirmed": _("Account reset confirmed"),
    "second factor on": _("Two-step verification turned on"),
    "second factor off": _("Two-step verification turned off"),
    "second factor reset": _("Two-step verification reset by an administrator"),
    "recovery codes made": _("Recovery codes created"),
    # a rule and its versions
    "captured": _("Noted as an unwritten rule"),
    "asked for more": _("Details requested"),
    "told more": _("Details added"),
    "taken over": _("Draft started from an unwritten rule"),
    "written": _("Saved"),
    "kind changed": _("Type changed"),
    "linked": _("Linked to another rule"),
    "unlinked": _("Link removed"),
    "decided": _("Classified"),
    "split": _("Split in two"),
    "taken in": _("Imported as a draft"),
    "taken out": _("Import undone"),
    "adopted": _("Imported as in force"),
    "proposed": _("Sent for approval"),
    "signed": _("Approved and signed"),
    "returned": _("Changes requested"),
    "put in force": _("Published"),
    "withdrawn": _("Withdrawn"),
    "retired": _("Retired"),
    "restored": _("Restored"),
    "opened to customers": _("Shown on customer pages"),
    "closed to customers": _("Removed from customer pages"),
    "advice waved off": _("Writing help dismissed"),
    "advice taken up": _("Writing help shown again"),
    # comments
    "commented": _("Comment added"),
    "comment removed": _("Comment text deleted"),
    "resolved": _("Comment resolved"),
    # the glossary and the suggestions
    "word added": _("Glossary term added"),
    "word reworded": _("Glossary term edited"),
    "word dropped": _("Glossary term removed"),
    "word put back": _("Glossary term restored"),
    "words read": _("Glossary read"),
    "suggestions learnt": _("Suggestions trained"),
    "suggestions not learnt": _("Suggestions trained, result not used"),
    "suggestions restored": _("Suggestions switched to an earlier training"),
    # touchpoints
    "added": _("Touchpoint added"),
    "renamed": _("Touchpoint renamed"),
    "merged": _("Touchpoints merged"),
    "dropped": _("Touchpoint removed"),
    "needs decided": _("Touchpoint needs decided"),
    "rules linked": _("Linked rules changed"),
    # look-up
    "synonyms added": _("Synonym group added"),
    "synonyms reworded": _("Synonym group edited"),
    "synonyms joined": _("Synonym groups merged"),
    "synonyms switched on": _("Synonym group turned on"),
    "synonyms switched off": _("Synonym group turned off"),
    "settled": _("Search without a result resolved"),
    "reopened": _("Reopened"),  # a comment, or a search without a result
    # questions and logs
    "asked": _("Question asked"),
    "logged": _("Action logged"),
    "taken further up": _("Escalated"),
    "approved in person": _("Approved in person"),
    "answered": _("Question answered"),
    "answer taken back": _("Answer withdrawn"),
    "approval taken back": _("Approval withdrawn"),
    "words removed": _("Text deleted"),
    "became an option": _("Added as an option"),
    "became a situation": _("Added as a situation"),
    # reviews and results
    "review opened": _("Review opened"),
    "review day set": _("Review date changed"),
    "reviewed": _("Reviewed"),
    "round opened": _("Review round started"),
    "round closed": _("Review round closed"),
    "result recorded": _("Result recorded"),
    "result corrected": _("Result corrected"),
}

SUBJECTS: dict[str, StrOrPromise] = {
    "organisation": _("Organisation"),
    "rule": _("Rule %(key)s"),
    "touchpoint": _("Touchpoint %(key)s"),
    "case": _("Question or log %(key)s"),
    "missed": _("Search without a result %(key)s"),
    "readings": _("Glossary readings of person %(key)s"),
}


def verb_display(verb: str) -> str:
    """A stored verb in words. One that an older PolicyHub stored and nobody translates any more is shown as it is."""
    return str(VERBS.get(verb, verb))


def subject_display(subject: str) -> str:
    """The name of a chain of events in words: "rule:R-014" as "Rule R-014"."""
    name, _colon, key = subject.partition(":")
    return str(SUBJECTS[name]) % {"key": key} if name in SUBJECTS else subject
