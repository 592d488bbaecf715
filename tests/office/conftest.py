"""What the office's and the door's stories share."""

import html
import re

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(house):
    """Forget earlier tests' attempts, which count for minutes; only keys of this run."""
    assert cache.key_prefix.startswith("test-")
    redis = cache._cache.get_client(write=True)
    for key in redis.scan_iter(f"{cache.key_prefix}:*"):
        redis.delete(key)


def shown(page, column=0):
    """One column of the page's table, as it was rendered."""
    body = re.search(r"<tbody>(.*?)</tbody>", page.content.decode(), re.S)
    rows = re.findall(r"<tr.*?</tr>", body.group(1), re.S) if body else []
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)[column] for row in rows]
    return [html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]
