"""The verbs of what staff tell back."""
