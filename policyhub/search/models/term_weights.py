"""The words of what is in force: how many rules hold each, and what each rule is found by."""

from django.db import models

from .rows import SearchRow


class IndexedWord(models.Model):
    """A word as it is written in rules that everybody may read, folded. The word "" counts the rows themselves."""

    word = models.CharField(max_length=40, db_index=True)
    stem = models.CharField(max_length=40, db_index=True)
    back = models.CharField(max_length=40, db_index=True, help_text="From its end to its beginning.")
    rows = models.IntegerField(help_text="How many search rows hold it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "stem"], name="one_word_of_a_stem")]

    def __str__(self) -> str:
        return self.word


class Gram(models.Model):
    """Three letters that stand together in a word; its beginning and its end are letters too."""

    gram = models.CharField(max_length=3)
    size = models.PositiveSmallIntegerField(help_text="Letters of the word.")
    word = models.ForeignKey(IndexedWord, models.CASCADE, related_name="grams")

    class Meta:
        indexes = [models.Index(fields=["gram", "size", "word"], name="gram_size_word")]

    def __str__(self) -> str:
        return self.gram


class TermWeights(models.Model):
    """The words of a search row: by stem with their weight, for ranking; and as written, for counting."""

    row = models.OneToOneField(SearchRow, models.CASCADE, primary_key=True, related_name="bag")
    weights = models.TextField(help_text="JSON: what each stem weighs in this row.")
    words = models.TextField(help_text="The words that were counted, if everyone can read the rule.")

    def __str__(self) -> str:
        return f"Words of {self.row}"


class Uncounted(models.Model):
    """Words that came or went while somebody else was counting. Whoever counts next takes them in."""

    language = models.CharField(max_length=5)
    words = models.TextField()
    rows = models.SmallIntegerField(help_text="1 if a row with these words came, -1 if it went.")

    def __str__(self) -> str:
        return f"{self.rows:+} {self.words[:40]}"
