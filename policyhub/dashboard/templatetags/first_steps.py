"""{% first_steps %}: what comes next, on the pages where an administrator of an empty PolicyHub arrives."""

from typing import Any

from django import template

from policyhub.accounts.models import User

from .. import first_steps as steps

register = template.Library()


@register.inclusion_tag("dashboard/_first_steps.html", takes_context=True)
def first_steps(context: dict[str, Any]) -> dict[str, Any]:
    person = context["request"].user
    return {"steps": steps.first_steps(person) if isinstance(person, User) else []}
