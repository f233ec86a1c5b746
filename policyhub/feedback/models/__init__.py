"""What staff tell back from the counter."""
