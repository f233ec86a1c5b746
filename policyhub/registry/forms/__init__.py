"""The forms of the registry."""

from .editor import RuleEditor, rule_form
from .register import RuleFilterForm
from .verbs import (
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
    WaveForm,
)

__all__ = [
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
    "WaveForm",
    "rule_form",
]
