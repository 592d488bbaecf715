"""Code names: two plain words that can be said on the telephone and are nobody's name."""

from __future__ import annotations

import secrets

_FIRST = """
birch blue bright bronze calm cedar clear cloud cobalt copper crimson deep dusty early east ember evening fair
far fine flint fresh frost gentle golden grand granite green harbor high hill hollow kind lake late lemon
light long marble meadow mellow midnight mild mint morning moss nimble noble north oak ocean open orange pale
pebble pine plain polar prairie proud quartz quick quiet rapid red ridge river rocky rosy sand sea shady
silent silk silver sky slate slow small snowy soft south spring spruce steady stone sunny swift tall teal
tidal timber true umber valley velvet warm west white wide wild yellow
"""

_SECOND = """
acorn anchor apple arch badger bay beacon bell berry bluff bridge canoe canyon cape castle cliff comet compass
coast cove crane creek cypress dune eagle elk falcon feather field finch fir fjord forest fountain fox garden
gate geyser glade grove gull hare haven heron hollow inlet island kestrel kite lagoon lantern leaf ledge lodge
loon lynx magnet marsh meadow mesa mill moon moor mountain nest oriole otter owl palm park path peak pelican
pier plateau plover pond poplar port quail rabbit raven sail shell shore sparrow spire spring squirrel star
stream summit swallow swan thicket thistle thrush tower trail tulip vale veil walnut water wave wharf wheel
wind wing wood
"""

FIRST, SECOND = _FIRST.split(), _SECOND.split()


def draw(*, numbered: bool = False) -> str:
    """A random code name, with a number where two words may be those of somebody whom its drawer doesn't see."""
    name = f"{secrets.choice(FIRST)} {secrets.choice(SECOND)}".title()
    return f"{name} {secrets.randbelow(900) + 100}" if numbered else name
