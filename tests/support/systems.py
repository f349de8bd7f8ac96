"""What the tests need to know of the operating system they run on."""

from __future__ import annotations

import os

import pytest

POSIX = os.name == "posix"
MAY_WRITE_EVERYWHERE = not POSIX or os.geteuid() == 0
"""Whether permissions stop this process from nothing, so that no test can rest on them."""

posix_only = pytest.mark.skipif(not POSIX, reason="needs fork, signals or permissions of POSIX")
kept_out_by_permissions = pytest.mark.skipif(
    MAY_WRITE_EVERYWHERE, reason="root may write everywhere; Windows has other permissions"
)
