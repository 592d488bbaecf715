"""What a model's own limits refuse is said in the same plain words as what a form's do."""

from __future__ import annotations

from django.urls import reverse


def test_less_than_no_hours_is_told_how_to_mend_it(cast, signed_in):
    address = reverse("cases:activity_log", args=["training"])
    said = signed_in(cast.coordinator).post(address, {"hours": "-1"}).context["form"].errors

    assert said["hours"] == ["Enter 0 or more."]
