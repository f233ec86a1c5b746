"""Plates, icons and Markdown: what every page looks like. Loaded everywhere."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from policyhub.accounts.models import User
from policyhub.classifier import JudgedClause
from policyhub.glossary import terms as vocabulary
from policyhub.registry.kinds import kind_choices, kinds
from policyhub.registry.models import Basis, Flexibility, Rule
from policyhub.ui.markdown import render

from ..requirements import MissingItem

register = template.Library()
MARKS = " .,;:!?…\"'“”‘’„«»-–—"  # at the end of a sentence that make no difference to what it says
QUOTES = " \"'“”‘’„«»"  # and at its beginning, where a dash may be a minus


@register.simple_tag
def plate(flexibility: str, gloss: bool = True) -> SafeString:
    """The word black or grey, with its icon and shape; any one of them is enough to tell."""
    return render_cached("_components/plate.html", get_language(), flexibility=flexibility, gloss=gloss)


@register.simple_tag
def icon(name: str) -> SafeString:
    return render_cached("_components/icon.html", get_language(), name=name)


@lru_cache(maxsize=200)
def render_cached(template: str, language: str, **context: Any) -> SafeString:
    """A small thing that stands in many places of a page, and is the same in all of them."""
    return render_to_string(template, context)


@register.simple_tag
def kind_template(kind: str) -> str:
    """The template that shows a kind's part of the card; "" while the kind is undecided."""
    return kinds[kind].template if kind in kinds else ""


@register.simple_tag
def situations_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The situations that staff may go by: options are grey's alone, also where some are kept from before."""
    situations: list[dict[str, Any]] = content["situations"] if content["flexibility"] == Flexibility.GREY else []
    return situations


@register.simple_tag
def brief_reason(content: dict[str, Any], situations: list[dict[str, Any]]) -> str:
    """The manager's one line, which stands on the card until reasons, or situations with their options, are written.

    From the content of a version, so that staff never read a line that was not published.
    """
    black = content["flexibility"] == Flexibility.BLACK and not content["reasons"]
    grey = content["flexibility"] == Flexibility.GREY and not situations
    return str(content["rationale"]) if black or grey else ""


@register.filter
def unless_same(statement: str, title: str) -> str:
    """``statement``, or "" where the title says the same: a rule that was made from one line says it once."""
    return "" if _compared(statement) == _compared(title) else statement


def _compared(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(MARKS).lstrip(QUOTES)


@register.simple_tag
def kind_label(kind: str) -> str:
    """The kind in words; "" while it is undecided."""
    return str(kinds[kind].label) if kind in kinds else ""


@register.simple_tag
def review_in(day: date | None, today: date) -> str:
    """How far away a review is: "in 5 weeks", "2 days late"."""
    if day is None:
        return _("no date")
    days = (day - today).days
    if days == 0:
        return _("today")
    unit, size = next((u, s) for u, s in (("month", 30.44), ("week", 7), ("day", 1)) if abs(days) >= 2 * s or s == 1)
    n = round(abs(days) / size)
    labels = {
        ("month", True): ngettext("in %(n)s month", "in %(n)s months", n),
        ("week", True): ngettext("in %(n)s week", "in %(n)s weeks", n),
        ("day", True): ngettext("in %(n)s day", "in %(n)s days", n),
        ("month", False): ngettext("%(n)s month overdue", "%(n)s months overdue", n),
        ("week", False): ngettext("%(n)s week overdue", "%(n)s weeks overdue", n),
        ("day", False): ngettext("%(n)s day overdue", "%(n)s days overdue", n),
    }
    return labels[unit, days > 0] % {"n": n}


@register.filter
def title_for(rule: Rule, person: User) -> str:
    return rule.title_for(person)


@register.filter
def days_ago(at: datetime) -> str:
    """How long ago that was, in the words people use: today, yesterday, 12 days ago, 3 months ago."""
    return days_ago_text(timezone.localtime(at).date(), timezone.localdate())


def days_ago_text(day: date, today: date) -> str:
    days = (today - day).days
    if days < 2:
        return _("today") if days < 1 else _("yesterday")
    if days < 60:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    months = round(days / 30.44)
    if months < 24:
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}


@register.simple_tag
def basis_label(basis: str) -> str:
    """The basis of a black rule in words."""
    return str(Basis(basis).label) if basis in Basis.values else ""


# A whole sentence for each, since other languages need another word before each
STRICT: dict[str, StrOrPromise] = {
    Basis.SAFETY: gettext_lazy("Exactly as written, for safety"),
    Basis.SECURITY: gettext_lazy("Exactly as written, for security"),
    Basis.PRIVACY: gettext_lazy("Exactly as written, for privacy"),
    Basis.LAW: gettext_lazy("Exactly as written, by law"),
    Basis.INTEGRITY: gettext_lazy("Exactly as written, for business integrity"),
    Basis.FAIRNESS: gettext_lazy("Exactly as written, for fairness"),
}


@register.simple_tag
def strict_because(step: dict[str, Any]) -> StrOrPromise:
    """How strict a step of a procedure is, and why."""
    return STRICT.get(step["basis"], _("Exactly as written"))


@register.simple_tag
def mended_at(rule: Rule, missing_item: MissingItem) -> str:
    """The address where what is lacking is mended."""
    return missing_item.address(rule)


@register.filter
def marked(clause: JudgedClause) -> list[tuple[str, bool]]:
    """A clause in pieces, each with whether it made the clause look black or grey."""
    pieces, position = [], clause.start
    for term in clause.terms:
        pieces += [(clause.text[position - clause.start : term.start - clause.start], False), (term.text, True)]
        position = term.end
    return [*pieces, (clause.text[position - clause.start :], False)]


@register.filter
def markdown(text: str) -> SafeString:
    return render(text)


@register.simple_tag
def limit(option: dict[str, Any], currency: str) -> str:
    """How far an option goes: "up to £40, one visit"; "" if nothing is said."""
    amount = option["limit_amount"]
    parts = [_("up to %(amount)s") % {"amount": currency + amount.removesuffix(".00")}] if amount else []
    return ", ".join([*parts, *filter(None, [option["limit_words"]])])


@register.simple_tag
def grantor(option: dict[str, Any]) -> str:
    """Who may grant an option, as staff are told."""
    labels = {"anyone": _("you decide"), "lead": _("ask a lead"), "manager": _("ask a manager")}
    return labels.get(option["grantor"]) or _("ask %(name)s") % {"name": option["grantor_name"] or _("your lead")}


@register.simple_tag(takes_context=True)
def kinds_to_choose(context: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, word) of every kind, for buttons: ``{% kinds_to_choose as choices %}``."""
    return kind_choices(vocabulary.terms_of_request(context["request"]))
