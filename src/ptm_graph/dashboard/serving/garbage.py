"""The search for garbage, kept away from what a server holds for as long as it runs."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def spared() -> Iterator[None]:
    """Look for no garbage meanwhile, nor among what was made, later.

    A graph is millions of objects that stay. Every search for garbage walks through all of
    them: a quarter of the time of opening, and a pause at some click long after.

    Notes
    -----
    This concerns the whole process, all threads of it. It is right for a server that lives
    for one library, and for nothing else that is imported.
    """
    if gc.get_freeze_count():  # a library read before, which may have been dropped since
        gc.unfreeze()
        gc.collect()
    was = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was:
            gc.enable()
