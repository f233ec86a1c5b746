"""Black or grey? The questions that help somebody decide, and what speaks for either. A person decides, not this.

Answers are a word of the letters y, n and u (yes, no, not sure), one for each question in its order. They stand in
the address of the page, so that going back changes them and nothing is stored before somebody decides.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from policyhub.classifier import JudgedClause, Prediction, suggest
from policyhub.registry.models import Basis, Flexibility, Rule

from .learning import MOST_TEXT, model_in_use
from .models import Suggestion

SPLIT = "split"  # black core, grey edge: what may be suggested beside black, grey and undecided
BEND = "bend"
MOST_FIRM = 20  # clauses of a rule that are kept
AT_A_TURN = 400  # texts, of about 5 ms each
YES, NO, UNSURE = "ynu"


@dataclass(frozen=True)
class DecisionQuestion:
    """One question, and why we ask it."""

    name: str  # a basis, or BEND
    text: StrOrPromise
    why: StrOrPromise


QUESTIONS = (
    DecisionQuestion(
        Basis.SAFETY,
        gettext_lazy("Could someone get hurt if we made an exception?"),
        gettext_lazy("Health and life come before service. Nobody at the counter should have to weigh them up."),
    ),
    DecisionQuestion(
        Basis.SECURITY,
        gettext_lazy("Would an exception give someone access to money, keys, rooms or systems they shouldn't have?"),
        gettext_lazy("One exception can be enough for someone to get in who shouldn't."),
    ),
    DecisionQuestion(
        Basis.PRIVACY,
        gettext_lazy("Would an exception reveal someone else's information?"),
        gettext_lazy("People trusted us with it, so we can't share it."),
    ),
    DecisionQuestion(
        Basis.LAW,
        gettext_lazy("Does a law, licence or contract require it?"),
        gettext_lazy("If so, we can't bend it. Name the law or contract in the reason, so staff can name it too."),
    ),
    DecisionQuestion(
        Basis.INTEGRITY,
        gettext_lazy("Does it protect the business itself: its money, its records, its promises?"),
        gettext_lazy("Money and records stay safe only if nobody makes exceptions for them, however small."),
    ),
    DecisionQuestion(
        Basis.FAIRNESS,
        gettext_lazy("Would an exception be unfair to others who wait, pay or follow the rule?"),
        gettext_lazy("Some rules make sure that the loudest person doesn't get more than everyone else."),
    ),
    DecisionQuestion(
        Basis.OTHER,
        gettext_lazy("Is there another reason it can never bend?"),
        gettext_lazy(
            "If so, you'll be asked to write it down. If you can't put it into words, it may not be a reason."
        ),
    ),
    DecisionQuestion(
        BEND,
        gettext_lazy("Could you bend it for a customer without harming the business?"),
        gettext_lazy("Think of the last time someone asked. What would saying yes really have cost?"),
    ),
)


def are_valid_answers(text: str) -> bool:
    """Whether ``text`` is an answer to some of the questions, or to all."""
    return len(text) <= len(QUESTIONS) and set(text) <= {YES, NO, UNSURE}


@dataclass(frozen=True)
class Judgement:
    """What is suggested, and what speaks for black and for grey. ``label``: black, grey, undecided or split."""

    label: str
    summary: str
    for_black: list[str] = field(default_factory=list)
    for_grey: list[str] = field(default_factory=list)
    prediction: Prediction = field(default_factory=lambda: Prediction("undecided", 1.0, ""))
    bases: tuple[str, ...] = ()  # answered with yes


def text_of(rule: Rule) -> str:
    """What is read of a rule: its sentence, and its text as far as MOST_TEXT."""
    return f"{rule.statement}\n\n{rule.body}"[:MOST_TEXT]


def judge_rule(rule: Rule, answers: str = "") -> Judgement:
    """Weigh the answers, and where they leave it open, the text."""
    prediction = suggest(text_of(rule), model_in_use())
    answered = dict(zip((q.name for q in QUESTIONS), answers, strict=False))
    bases = tuple(name for name, answer in answered.items() if answer == YES and name != BEND)
    for_black = [_("%(basis)s: you answered yes.") % {"basis": Basis(name).label} for name in bases]
    for_grey = []
    if answered.get(BEND) == YES:
        for_grey.append(_("You could bend it without harming the business."))
    if answered.get(BEND) == NO:
        for_black.append(_("You said bending it would harm the business."))
    unsure = [name for name, answer in answered.items() if answer == UNSURE and name != BEND]
    for_black += [_("%(basis)s: you weren't sure. Find out first.") % {"basis": Basis(name).label} for name in unsure]
    if answers and not bases and not unsure and NO in answers:
        for_grey.append(_("You found no reason why it could never bend."))
    strict_clauses, flexible_clauses = prediction.of("black"), prediction.of("grey")
    if strict_clauses:
        for_black.append(_("The text is strict: %(words)s") % {"words": _quoted(strict_clauses)})
    if flexible_clauses:
        for_grey.append(_("The text is flexible: %(words)s") % {"words": _quoted(flexible_clauses)})
    label = _combined_label(bases, bool(unsure), answered.get(BEND, ""), prediction)
    return Judgement(
        label, _summary(label, bool(answers), bool(unsure), prediction), for_black, for_grey, prediction, bases
    )


def _combined_label(bases: tuple[str, ...], unsure: bool, bend: str, prediction: Prediction) -> str:
    if bases:
        return SPLIT if bend == YES else Flexibility.BLACK
    if bend == YES:
        return Flexibility.UNDECIDED if unsure else Flexibility.GREY  # a law that nobody looked up may stand there
    if bend == NO:
        return Flexibility.UNDECIDED  # firm, but for what reason?
    return prediction.label


def _summary(label: str, answered: bool, unsure: bool, prediction: Prediction) -> str:
    if label == SPLIT:
        return _("This looks like both: a black core with a grey edge. You can split it in two.")
    if label == Flexibility.BLACK:
        return _("This looks black: fixed.")
    if label == Flexibility.GREY:
        return _("This looks grey: flexible, within limits.")
    if unsure:
        return _("Not yet. First find out what you weren't sure about.")
    if answered:
        return _("Strict without a stated reason. Find the reason first, or make it grey.")
    if prediction.clauses:
        return _("The text doesn't show how far it can bend.")
    return _("There's no text yet to base a suggestion on.")


def _quoted(clauses: Sequence[JudgedClause]) -> str:
    """The words that decided, of the surest clauses first."""
    by_probability = sorted(clauses, key=lambda clause: -clause.probability)
    strongest = (max(clause.terms, key=lambda term: term.worth) for clause in by_probability if clause.terms)
    excerpts = list(dict.fromkeys(term.text for term in strongest))[:4]
    return ", ".join(f"“{word}”" for word in excerpts) or _("its overall wording")


def save_suggestion(rule: Rule) -> Suggestion:
    """Store what the working text of ``rule`` suggests, so that lists need not read texts."""
    prediction = suggest(text_of(rule), model_in_use())
    firm_clauses = [clause.text for clause in prediction.clauses if clause.firm_without_basis][:MOST_FIRM]
    values = {
        "version": rule.version,
        "model_version": prediction.version,
        "label": prediction.label,
        "probability": prediction.probability,
        "basis": prediction.basis,
        "firm": json.dumps(firm_clauses, ensure_ascii=False),
    }
    suggestion, _created = Suggestion.objects.update_or_create(rule_id=rule.pk, defaults=values)
    return suggestion


def refresh_suggestions(now: datetime) -> str:
    """Read rules again whose text or model has changed, at most AT_A_TURN. Returns a line for the job's log, or ""."""
    version = model_in_use().version
    up_to_date = Suggestion.objects.filter(rule_id=OuterRef("pk"), version=OuterRef("version"), model_version=version)
    stale = Rule.objects.filter(~Exists(up_to_date)).order_by("pk")[:AT_A_TURN]
    refreshed = [save_suggestion(rule) for rule in stale]
    return f"read {len(refreshed)} texts" if refreshed else ""
