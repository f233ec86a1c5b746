"""The groups of terms that PolicyHub comes with: the language, and terms that mean the same."""

STARTER: list[tuple[str, str]] = [
    ("en", "refund, money back, reimbursement"),
    ("en", "child, kid, minor, youngster"),
    ("en", "lost property, left behind, lost and found"),
    ("en", "complaint, grievance"),
    ("de", "Erstattung, Rückzahlung, Geld zurück"),
]
