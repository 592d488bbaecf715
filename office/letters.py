"""Letters by e-mail: no name, no agency, no fact; whoever reads a mailbox over a shoulder learns nothing."""

from __future__ import annotations

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from office.links import link


def invite(*, email: str, secret: str) -> None:
    """The link of an invitation, once it is written."""
    _send(email, "Your invitation", "office/letters/invitation.txt", link("office:join", secret))


def recover(*, email: str, secret: str) -> None:
    """The link of a recovery of access; it opens once somebody else has approved."""
    _send(email, "Getting back in", "office/letters/recovery.txt", link("office:recover_take", secret))


def new_address(*, email: str, secret: str) -> None:
    """The link by which an address becomes somebody's; to the new mailbox."""
    _send(email, "Your new address", "office/letters/new_address.txt", link("office:address_take", secret))


def address_changed(*, email: str) -> None:
    """To the old mailbox, so that whoever did not ask for it notices; it does not say the new one."""
    _send(email, "Your address was changed", "office/letters/address_changed.txt")


def _send(email: str, subject: str, template: str, address: str = "") -> None:
    text = render_to_string(template, {"address": address})
    transaction.on_commit(lambda: send_mail(subject, text, None, [email]))
