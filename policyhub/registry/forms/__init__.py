"""The forms of the registry."""

from .editor import RuleEditor, rule_form
from .register import RuleFilterForm
from .verbs import (
    AskForm,
    CaptureForm,
    DayForm,
    DecideForm,
    KindForm,
    LinkForm,
    ProposeForm,
    RestoreForm,
    RetireForm,
    Signature,
    SignedForm,
    SignForm,
    SplitForm,
    TellForm,
)

__all__ = [
    "AskForm",
    "CaptureForm",
    "DayForm",
    "DecideForm",
    "KindForm",
    "LinkForm",
    "ProposeForm",
    "RestoreForm",
    "RetireForm",
    "RuleEditor",
    "RuleFilterForm",
    "SignForm",
    "Signature",
    "SignedForm",
    "SplitForm",
    "TellForm",
    "rule_form",
]
