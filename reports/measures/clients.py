"""Clients served: each once within the agency, the award and the period (field.md 3.2, rules 1 to 12).

A client counts who got at least one service under the award in the period; enrollment alone is none
(rule 4). Demographics are asked of new clients (rule 5). Form and determination are the latest on or
before the period's end (rule 10).
"""

from __future__ import annotations

import datetime as dt

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from reports.measures import DAYS_BETWEEN, Cells, Scope, each, known, reported, tally, whole, without_answer
from victims.models import Arrest, Client, Determination, Enrollment, FamilyMember, ServiceEntry, TurnedAway

DAY = dt.timedelta(days=1)
LONGEST_STAY = dt.timedelta(days=366)
AGES = (("0_12", 12), ("13_17", 17), ("18_24", 24), ("25_59", 59))


def services(scope: Scope) -> QuerySet:
    """Services under the award in the period that were not struck out, family members' too."""
    return scope.rows(ServiceEntry).filter(award_id=scope.award_id, struck_at=None, on__range=scope.days)


def nights_before(scope: Scope) -> Func:
    """How many nights of a stay lie before the period."""
    return Func(Value(scope.first), F("on"), **DAYS_BETWEEN)


def stays(scope: Scope) -> QuerySet:
    """Nights under a roof that began before the period and reach into it (rule 18)."""
    return scope.rows(ServiceEntry).filter(
        award_id=scope.award_id,
        struck_at=None,
        on__range=(scope.first - LONGEST_STAY, scope.first - DAY),
        nights__gt=nights_before(scope),
    )


# Asked as EXISTS, which PostgreSQL joins or answers from the index on (client, on): a list of a
# million ids that does not fit its memory would be searched through again for every client.
def given_to_client(scope: Scope, first: dt.date, last: dt.date, awards: tuple[int, ...] = ()) -> QuerySet:
    """Services of the client at hand, not of a relative, from `first` to `last`, under the award or `awards`."""
    under = awards or (scope.award_id,)
    rows = scope.rows(ServiceEntry).filter(client=OuterRef("pk"), family_member=None, award_id__in=under)
    return rows.filter(struck_at=None, on__range=(first, last))


def served_clients(scope: Scope) -> QuerySet:
    """Principal clients who got a service in the period, or spent nights of an earlier one in it."""
    reaching = Q(on__gte=scope.first) | Q(nights__gt=nights_before(scope))
    given = given_to_client(scope, scope.first - LONGEST_STAY, scope.last).filter(reaching)
    return scope.rows(Client).filter(Exists(given))


def earlier(scope: Scope) -> tuple[Exists, Exists]:
    """First served before the period, before this software or here, under the award or one that it follows."""
    awards = (scope.award_id, *scope.follows)
    begun = scope.rows(Enrollment).filter(client=OuterRef("pk"), award_id__in=awards, first_served_on__lt=scope.first)
    given = given_to_client(scope, dt.date.min, scope.first - DAY, awards)
    return Exists(begun), Exists(given)


def new_clients(scope: Scope) -> QuerySet:
    """Those of the served whose first service under the award falls in the period (rule 2)."""
    begun, given = earlier(scope)
    return served_clients(scope).filter(~begun, ~given)


def latest(scope: Scope, column: str, *, of: str = "pk") -> Coalesce:
    """The latest determination on or before the period's end (rule 10) of the client that the column `of` names."""
    made = scope.rows(Determination).filter(client=OuterRef(of), on__lte=scope.last).order_by("-on", "-made_at")
    return Coalesce(Subquery(made.values(column)[:1]), Value("undetermined"))


def age(scope: Scope) -> Subquery:
    """Age in years at the first service under the award (rule 7)."""
    held = scope.rows(Enrollment).filter(client=OuterRef("pk"), award_id=scope.award_id, age__isnull=False)
    return Subquery(held.order_by("opened_on").values("age")[:1])


def grown(otherwise: str) -> Case:
    """Adult or minor at first service: by age where there is one, else as said at intake."""
    return Case(
        When(years__lt=18, then=Value("minor")),
        When(years__gte=18, then=Value("adult")),
        default=known("grown", otherwise),
        output_field=CharField(),
    )


def served(scope: Scope) -> Cells:
    """B-01. Rule 1: unique persons within agency, award and period."""
    return {"total": served_clients(scope).count()}


def new(scope: Scope) -> Cells:
    """B-02. Rule 2: first service under this award; one who comes back is not new again."""
    return {"total": new_clients(scope).count()}


def carried_over(scope: Scope) -> Cells:
    """B-03. Rule 3: served in the period and first served earlier."""
    begun, given = earlier(scope)
    return {"total": served_clients(scope).filter(begun | given).count()}


def determination(scope: Scope) -> Cells:
    """B-04. Rules 10 and 12: as held at the period's end; those ruled out since are shown apart."""
    return tally(served_clients(scope), latest(scope, "standing"))


def form(scope: Scope) -> Cells:
    """B-05. Rule 10: by the latest assessment on or before the period's end."""
    held = latest(scope, "form")
    return tally(served_clients(scope), held, prefix="served.") | tally(new_clients(scope), held, prefix="new.")


def citizenship(scope: Scope) -> Cells:
    """B-06. Rule 19: unknown is never guessed."""
    held = known("citizenship_group")
    return tally(served_clients(scope), held, prefix="served.") | tally(new_clients(scope), held, prefix="new.")


def cross(scope: Scope) -> Cells:
    """B-07. New clients by form, citizenship group and adult or minor."""
    rows = new_clients(scope).annotate(years=age(scope))
    dot = Value(".")
    return tally(rows, Concat(latest(scope, "form"), dot, known("citizenship_group"), dot, grown("unknown")))


def race(scope: Scope) -> Cells:
    """B-08. Rule 6: one row a person; "white" means not Latino, so Latino and white is Latino."""
    return tally(
        new_clients(scope),
        Case(
            When(race__contains=["hispanic"], race__contained_by=["hispanic", "white"], then=Value("hispanic")),
            When(race__len__gt=1, then=Value("multiple")),
            When(race__overlap=["unknown", "declined"], then=Value("not_reported")),
            When(race__contains=["not_asked"], then=Value("not_tracked")),
            When(race__len=0, then=Value("not_tracked")),
            default=F("race__0"),
            output_field=CharField(),
        ),
    )


def gender(scope: Scope) -> Cells:
    """B-09. Rule 5: of new clients; not reported differs from not tracked."""
    return tally(new_clients(scope), reported("gender"))


def ages(scope: Scope) -> Cells:
    """B-10. Rule 7: bands that exclude each other, by age at the first service under the award."""
    return tally(
        new_clients(scope).annotate(years=age(scope)),
        Case(
            *(When(years__lte=top, then=Value(band)) for band, top in AGES),
            When(years__isnull=False, then=Value("60_up")),
            When(age_known__in=("unknown", "declined"), then=Value("not_reported")),
            default=Value("not_tracked"),
            output_field=CharField(),
        ),
    )


def adults_and_minors(scope: Scope) -> Cells:
    """B-11. At the first service under the award."""
    return tally(served_clients(scope).annotate(years=age(scope)), grown("not_tracked"))


def special_groups(scope: Scope) -> Cells:
    """B-12. Rule 9: a person may be in several."""
    return without_answer(each(served_clients(scope), "special_groups"))


def victimizations(scope: Scope) -> Cells:
    """B-13. Rule 9: a person may be in several; those with two types or more are shown apart."""
    rows = served_clients(scope)
    return without_answer(each(rows, "victimizations")) | {"multiple": rows.filter(victimizations__len__gt=1).count()}


def countries(scope: Scope) -> Cells:
    """B-14. Each client once; several citizenships are a row of their own."""
    held = Case(
        When(citizenships__len__gt=1, then=Value("several")),
        When(citizenships__overlap=["unknown", "declined", "not_asked"], then=Value("unknown")),
        When(citizenships__len=0, then=Value("unknown")),
        default=F("citizenships__0"),
        output_field=CharField(),
    )
    return tally(served_clients(scope), held, prefix="country.")


def languages(scope: Scope) -> Cells:
    """B-15. Preferred language, and whether an interpreter is needed."""
    rows = served_clients(scope)
    return tally(rows, known("language"), prefix="language.") | tally(
        rows, known("interpreter"), prefix="interpreter."
    )


def tribal(scope: Scope) -> Cells:
    """B-16. Asked only with consent."""
    return tally(served_clients(scope), known("tribal", "not_asked"))


def family(scope: Scope) -> Cells:
    """B-17. Rule 11: a minor's parent, spouse, child, unmarried sibling under 21; an adult's spouse, child.

    Where the client's age is not known the adult's rule holds, which is the narrower one.
    """
    members = scope.rows(FamilyMember).filter(pk__in=services(scope).values("family_member_id"))
    of_minors = members.filter(client__grown="minor", relation__in=("parent", "spouse", "child", "sibling"))
    of_adults = members.exclude(client__grown="minor").filter(relation__in=("spouse", "child"))
    return whole(tally(of_minors, "relation", prefix="minor.") | tally(of_adults, "relation", prefix="adult."))


def referred_by(scope: Scope) -> Cells:
    """B-18. Who first referred the new clients."""
    return tally(new_clients(scope), known("referral_source"))


def screened(scope: Scope) -> Cells:
    """B-19. Screenings, the persons screened, and what they were held to be at the period's end.

    Of those not ruled out or confirmed, who was lost sight of in the period is shown apart.
    """
    rows = services(scope).filter(category="intake", family_member=None)
    lost = scope.rows(Enrollment).filter(
        client=OuterRef("pk"), award_id=scope.award_id, exit_reason="lost_contact", exited_on__range=scope.days
    )
    outcome = Case(
        When(held="ruled_out", then=Value("not_eligible")),
        When(held="confirmed", then=Value("eligible")),
        When(Exists(lost), then=Value("lost_contact")),
        default=Value("potential"),
        output_field=CharField(),
    )
    people = scope.rows(Client).filter(pk__in=rows.values("client_id")).annotate(held=latest(scope, "standing"))
    return {"events": rows.count(), "people": people.count(), **tally(people, outcome)}


def met_through_outreach(scope: Scope) -> Cells:
    """J-04. New clients whom the provider's own outreach brought, by form."""
    rows = new_clients(scope).filter(referral_source="outreach")
    return whole(tally(rows, latest(scope, "form")))


def turned_away(scope: Scope) -> Cells:
    """B-21. People counted without a name, under the award that they asked under."""
    rows = scope.rows(TurnedAway).filter(award_id=scope.award_id, on__range=scope.days, struck_at=None)

    def people(column: str) -> Cells:
        return {f"{column}.{row[column]}": row["n"] for row in rows.values(column).annotate(n=Sum("people"))}

    return {"total": rows.aggregate(n=Sum("people"))["n"] or 0, **people("reason"), **people("extent")}


def industries(scope: Scope) -> Cells:
    """B-22. Clients whose form is labor or both; a person may be in several."""
    rows = served_clients(scope).annotate(held=latest(scope, "form")).filter(held__in=("labor", "both"))
    return without_answer(each(rows, "industries"), "unknown")


def settings(scope: Scope) -> Cells:
    """B-23. Clients whose form is sex or both; a person may be in several."""
    rows = served_clients(scope).annotate(held=latest(scope, "form")).filter(held__in=("sex", "both"))
    return without_answer(each(rows, "settings"), "unknown")


def traffickers(scope: Scope) -> Cells:
    """B-24. A person may be in several."""
    return without_answer(each(served_clients(scope), "traffickers"), "unknown")


def work_with_police(scope: Scope) -> Cells:
    """B-25. The clients' own choice, at any time."""
    return tally(served_clients(scope), known("police_choice", "not_asked"))


def arrests(scope: Scope) -> Cells:
    """B-26. Clients with an arrest or charge tied to their own exploitation; a person may be in several."""
    rows = scope.rows(Arrest).filter(client__in=served_clients(scope))
    return {
        "total": rows.aggregate(n=Count("client_id", distinct=True))["n"],
        **tally(rows, "time", prefix="when.", unit="client_id"),
        **tally(rows, "outcome", prefix="outcome.", unit="client_id"),
    }
