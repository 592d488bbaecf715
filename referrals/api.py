"""Requests, referrals and what was disclosed, through the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from access.api import Making, Records, Shown
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.vocabulary import Role
from referrals import services
from referrals.forms import ReferralForm
from referrals.models import Disclosure, Reading, Referral, ServiceRequest
from referrals.vocabulary import Said

SIDES = (*LAW_ROLES, *SERVICE_ROLES)


class RequestSerializer(Shown):
    """A request without a person, and its latest answer."""

    said = serializers.ChoiceField(Said.choices, read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True, allow_null=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = ServiceRequest
        fields = (
            *("id", "owner", "recipient", "case", "services", "people", "languages", "minors", "needed_from"),
            *("urgency", "note", "made_at", "answer_by", "said", "reason", "answered_at"),
        )
        read_only_fields = fields


class RequestRecords(Records):
    """Requests sent by or to the acting agency."""

    roles = (Role.COORDINATOR, *SIDES)
    serializer_class = RequestSerializer
    filterset_fields = ("recipient", "owner", "urgency")

    def get_queryset(self) -> QuerySet:
        return ServiceRequest.objects.with_answer()


class ReferralSerializer(Shown):
    """The envelope of a referral: sent, received, closed, and nothing of what came of it."""

    state = serializers.ChoiceField(Referral.State.choices, read_only=True)
    received_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Referral
        fields = (
            *("id", "owner", "recipient", "urgency", "made_at", "receive_by", "received_at", "closes_at", "state"),
        )
        read_only_fields = fields


class ReferralRecords(Making):
    """Referrals sent by or to the acting agency; police and prosecution send one with the person's yes."""

    roles = SIDES
    serializer_class = ReferralSerializer
    filterset_fields = ("recipient", "owner", "urgency")
    make_form = ReferralForm
    make_roles = LAW_ROLES

    def get_queryset(self) -> QuerySet:
        return Referral.objects.with_receipt()

    def make(self, form: Any) -> Referral:
        return services.refer_person(by=self.hat, pk=self.made_as, **form.facts)


class DisclosureSerializer(Shown):
    """A copy in a list: who gave it and until when. What it says is read one by one, as each reading is recorded."""

    class Meta:
        model = Disclosure
        fields = ("id", "owner", "recipient", "recipient_person", "basis", "made_at", "ends_at")
        read_only_fields = fields


class Fact(serializers.Serializer):
    """One fact of a copy."""

    kind = serializers.CharField()
    label = serializers.CharField()
    text = serializers.CharField()


class CopySerializer(DisclosureSerializer):
    """A copy with what it says."""

    purpose = serializers.CharField(read_only=True)
    facts = Fact(many=True, read_only=True)

    class Meta(DisclosureSerializer.Meta):
        fields = (*DisclosureSerializer.Meta.fields, "purpose", "facts")
        read_only_fields = fields


class DisclosureRecords(Records):
    """Copies that the acting agency gave, or that stand open for the acting person."""

    roles = SIDES
    serializer_class = DisclosureSerializer

    def get_serializer_class(self) -> type[Shown]:
        return CopySerializer if self.action == "retrieve" else DisclosureSerializer

    def was_read(self, found: Disclosure) -> None:
        """Its reader's reading goes into the giver's ledger as well."""
        super().was_read(found)
        services.read(by=self.hat, disclosure=found, way=Reading.Way.API)

    def get_queryset(self) -> QuerySet:
        return Disclosure.objects.all()


routes = [("requests", RequestRecords), ("referrals", ReferralRecords), ("disclosures", DisclosureRecords)]
