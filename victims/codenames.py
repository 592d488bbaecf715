"""Code names: two plain words that can be said on the telephone and remind of nobody."""

from __future__ import annotations

import secrets

_FIRST = """
amber autumn azure birch blue bright bronze calm cedar clear cloud cobalt copper coral crimson crystal dawn deep
dusty early east ember evening fair far fern fine flint fresh frost gentle golden grand granite green gray harbor
hazel high hill hollow ivory jade kind lake lark late lemon light linen long lunar maple marble meadow mellow merry
midnight mild mint misty morning moss nimble noble north oak ocean olive open orange orchid pale pearl pebble pine
plain plum polar prairie proud quartz quick quiet rapid red ridge river rocky rosy royal russet saffron sage sand
sea shady silent silk silver sky slate slow small snowy soft south spring spruce steady stone summer sunny swift
tall teal tidal timber topaz true umber valley velvet violet warm west white wide wild willow winter yellow
"""

_SECOND = """
acorn anchor apple arch aspen badger bay beacon bell berry bluff bridge brook canoe canyon cape castle cliff clover
comet compass coast cove crane creek cypress daisy delta dove dune eagle elk falcon feather field finch fir fjord
forest fountain fox garden gate geyser glade glen grove gull hare haven heath heron hollow inlet island kestrel
kite lagoon lantern leaf ledge lily lodge loon lynx magnet marsh meadow mesa mill moon moor mountain nest oriole
otter owl palm park path peak pelican pier plateau plover pond poplar port quail rabbit raven reef robin rowan
sail shell shore sparrow spire spring squirrel star stream summit swallow swan thicket thistle thrush tower trail
tulip vale veil violet walnut water wave wharf wheel willow wind wing wood wren
"""

FIRST, SECOND = _FIRST.split(), _SECOND.split()


def draw(attempt: int = 0) -> str:
    """A random code name; one that was taken often enough gets a number as well."""
    name = f"{secrets.choice(FIRST)} {secrets.choice(SECOND)}".title()
    return name if attempt < 5 else f"{name} {secrets.randbelow(900) + 100}"
