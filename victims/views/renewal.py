"""Renewing a release: step 1 again, filled in; then the usual steps."""

from __future__ import annotations

from typing import Any

from victims.forms.release import AddressForm
from victims.models import Release
from victims.services import renewal
from victims.views.release import STEPS, ReleaseAddress


class ReleaseRenew(ReleaseAddress):
    """A new draft that begins with a signed one's recipient, purpose and facts. Nothing in it is signed."""

    makes = Release
    title = "Renew the release"
    saved = "Filled in from the earlier release. Read it through together: nothing is signed yet."

    def rows(self) -> Any:
        return super().rows().exclude(signed_at=None)

    def save(self, form: AddressForm) -> Release:
        return renewal.renew(by=self.hat, release=self.record, pk=self.made_as, **form.facts)

    def context(self) -> dict[str, Any]:
        return {
            "steps": STEPS,
            "step": 1,
            "client": self.record.client,
            "renews": self.record,
            "no_longer": renewal.no_longer(self.hat, self.record),
        }
