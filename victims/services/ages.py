"""Age at first service, which is what reports ask for (field.md 3.2, rule 7)."""

from __future__ import annotations

import datetime as dt

from victims.models import Client, Enrollment


def settle_ages(client: Client) -> None:
    """Work out the age at first service of each episode, and adult or minor, from what is on record."""
    said = client.identity.birth_date
    born = dt.date.fromisoformat(said) if said else None
    first = client.opened_on
    for episode in Enrollment.objects.filter(client=client):
        if day := episode.first_served_on:
            age = age_on(day, born, client.birth_year)
            if age != episode.age:
                Enrollment.objects.change(episode, age=age)
            first = min(first, day)
    age = age_on(first, born, client.birth_year)
    grown = client.grown if age is None else "minor" if age < 18 else "adult"
    if grown != client.grown:
        Client.objects.change(client, grown=grown)


def age_on(day: dt.date, born: dt.date | None, birth_year: int | None) -> int | None:
    """Age in years on a day; from the year alone it may be one too many."""
    if born:
        return max(day.year - born.year - ((day.month, day.day) < (born.month, born.day)), 0)
    return max(day.year - birth_year, 0) if birth_year else None
