"""What cases, leads and activities have in common: free text that can be struck out, a place, words searched for."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db import models

from cases.vocabulary import STRUCK


def typed(text: str) -> SearchQuery:
    """What a person typed into a search box, as words that each must occur, the last as a beginning."""
    words = ["".join(c for c in word if c.isalnum()) for word in text.replace("-", " ").split()]
    return SearchQuery(" & ".join(f"{word}:*" for word in words if word), config="simple", search_type="raw")


class Written(models.Model):
    """A record with free text that can be redacted by the agency that wrote it."""

    written_by = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", editable=False, help_text="Last wrote the text."
    )
    redacted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Place(models.Model):
    """City, county and state; never a street."""

    city = models.CharField(max_length=80, blank=True)
    county = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """The place in words; a county says that it is one, since cities are called the same."""
        bare = self.county and " " not in self.county and self.county != STRUCK
        county = f"{self.county} County" if bare else self.county
        return ", ".join(part for part in (self.city, county, self.state) if part)
