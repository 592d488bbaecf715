"""Who else may see an investigation: dated grants to an agency or to one person there."""

from __future__ import annotations

from django.db import models

from access.grants import AgencyGrant, PersonGrant
from investigations.models.investigation import Investigation


class InvestigationAgencyGrant(AgencyGrant):
    """What of an investigation another agency may see, why and until when."""

    content_object = models.ForeignKey(Investigation, models.PROTECT, related_name="agency_grants")
    sealed = models.BooleanField(default=False, editable=False)

    class Meta(AgencyGrant.Meta):
        abstract = False
        ordering = ("-made_at",)


class InvestigationPersonGrant(PersonGrant):
    """What of an investigation one person may see, acting for one agency; names them for a sealed one."""

    content_object = models.ForeignKey(Investigation, models.PROTECT, related_name="person_grants")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    sealed = models.BooleanField(default=False, editable=False)

    class Meta(PersonGrant.Meta):
        abstract = False
        ordering = ("-made_at",)
