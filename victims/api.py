"""Clients and services of the acting provider through the API; names and notes do not leave by it."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from access.api import DATES, IS, Making, Shown
from access.errors import Refused
from access.forms import Form
from access.wall import SERVICE_ROLES
from agencies.models import Award
from victims import services
from victims import vocabulary as words
from victims.forms.client import ClientForm
from victims.models import Client, ServiceEntry


class ClientSerializer(Shown):
    """A client under their code name: answers, no identity."""

    class Meta:
        model = Client
        fields = (
            "id",
            "code_name",
            "status",
            "opened_on",
            "standing",
            "form",
            "gender",
            "race",
            "birth_year",
            "grown",
            "citizenship_group",
            "citizenships",
            "language",
            "interpreter",
            "special_groups",
            "referral_source",
            "version",
        )
        read_only_fields = fields


class ClientRecords(Making):
    """The agency's clients, as far as this person sees them."""

    roles = SERVICE_ROLES
    serializer_class = ClientSerializer
    filterset_fields = {"status": IS, "form": IS, "standing": IS, "opened_on": DATES}
    make_form = ClientForm

    def get_queryset(self) -> QuerySet:
        return Client.objects.all()

    def make(self, form: ClientForm) -> Client:
        return services.open_client(by=self.hat, pk=self.made_as, **form.opening)


class ServiceForm(Form):
    """One service given to one client."""

    client = forms.ModelChoiceField(Client.objects.none())
    category = forms.ChoiceField(choices=words.categories)
    on = forms.DateField()
    minutes = forms.IntegerField(required=False, min_value=0, max_value=1440)
    nights = forms.IntegerField(required=False, min_value=0, max_value=366)
    dollars = forms.DecimalField(required=False, min_value=0, max_digits=9, decimal_places=2)
    award = forms.ModelChoiceField(Award.objects.none(), required=False)
    funding = forms.ChoiceField(choices=words.fundings, required=False)
    delivery = forms.ChoiceField(choices=words.deliveries, required=False)
    note = forms.CharField(required=False, max_length=2000)

    def prepare(self) -> None:
        self.fields["client"].queryset = Client.objects.all()
        self.fields["award"].queryset = services.awards_of(self.hat)


class ServiceSerializer(Shown):
    """One service: what, when, how much, under which award; no note."""

    class Meta:
        model = ServiceEntry
        fields = (
            "id",
            "client",
            "family_member",
            "category",
            "on",
            "minutes",
            "nights",
            "dollars",
            "award",
            "funding",
            "delivery",
            "struck_at",
            "version",
        )
        read_only_fields = fields


class ServiceRecords(Making):
    """Services that the agency gave."""

    roles = SERVICE_ROLES
    serializer_class = ServiceSerializer
    filterset_fields = {"client": IS, "category": IS, "award": IS, "on": DATES}
    make_form = ServiceForm
    made_as_column = "batch"

    def get_queryset(self) -> QuerySet:
        return ServiceEntry.objects.all()

    def make(self, form: ServiceForm) -> ServiceEntry:
        try:
            [made] = services.enter_services(by=self.hat, rows=[form.facts], batch=self.made_as)
        except services.RowsRefused as refusal:
            [(_, field, sentence)] = refusal.rows
            raise Refused(sentence, field) from refusal
        return made


routes = [("clients", ClientRecords), ("services", ServiceRecords)]
