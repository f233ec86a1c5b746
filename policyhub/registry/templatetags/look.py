"""Plates, icons and Markdown: what every page looks like. Loaded everywhere."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from policyhub.registry.kinds import kinds
from policyhub.registry.markdown import render

register = template.Library()


@register.inclusion_tag("_components/plate.html")
def plate(flexibility: str, gloss: bool = True) -> dict[str, Any]:
    """The word black or grey, with its icon and shape; any one of them is enough to tell."""
    return {"flexibility": flexibility, "gloss": gloss}


@register.inclusion_tag("_components/icon.html")
def icon(name: str) -> dict[str, str]:
    return {"name": name}


@register.simple_tag
def kind_template(kind: str) -> str:
    """The template that shows a kind's part of the card; "" while the kind is undecided."""
    return kinds[kind].template if kind in kinds else ""


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
    words = {"anyone": _("you decide"), "lead": _("ask a lead"), "manager": _("ask a manager")}
    return words.get(option["grantor"]) or _("ask %(name)s") % {"name": option["grantor_name"] or _("your lead")}
