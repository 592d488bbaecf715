"""One's own e-mail address: asked for with the password, taken by a link in the new mailbox.

Nobody else changes it, no administrator either: whoever could would sign in as that person by a
link for a new password. What is asked for lies in the link alone, sealed, until it is taken.
"""

from __future__ import annotations

import datetime as dt
import json

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from access.errors import Refused
from accounts.models import User
from accounts.sealing import InvalidToken, seal, unseal
from office import letters
from office.sign_ins import tell

LINK_RUNS = dt.timedelta(days=1)
PURPOSE = "new address"


def ask(*, user: User, email: str) -> None:
    """Send the link to the new mailbox; whether the address is somebody's already shows nowhere else."""
    wanted = User.objects.normalize_email(email)
    if User.objects.filter(email=wanted).exists():
        return
    until = timezone.now() + LINK_RUNS
    said = {"user": user.pk, "was": user.email, "wanted": wanted, "until": until.timestamp()}
    letters.new_address(email=wanted, secret=seal(json.dumps(said), purpose=PURPOSE))


def asked(*, user: User, secret: str) -> str | None:
    """The address behind a link, or None when it is over, was used, or is somebody else's."""
    try:
        said = json.loads(unseal(secret, purpose=PURPOSE))
    except InvalidToken:
        return None
    is_open = said["until"] > timezone.now().timestamp()
    return said["wanted"] if is_open and (said["user"], said["was"]) == (user.pk, user.email) else None


@transaction.atomic(using="door")
def take(*, user: User, secret: str) -> None:
    """Sign in with the new address from now on, and tell the old mailbox; raises Refused for a link that is over."""
    was, wanted = user.email, asked(user=user, secret=secret)
    if wanted is None:
        raise Refused("This link was used or has ended. Ask for a new one.")
    try:
        with transaction.atomic(using="door"):
            User.objects.filter(pk=user.pk).update(email=wanted)
    except IntegrityError as taken:
        raise Refused("This address has an account already. Choose another.") from taken
    EmailAddress.objects.filter(user_id=user.pk).delete()
    EmailAddress.objects.create(user_id=user.pk, email=wanted, primary=True, verified=True)
    tell("changed own address", user.pk)
    letters.address_changed(email=was)
