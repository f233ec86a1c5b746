"""The forms of what staff tell back."""
