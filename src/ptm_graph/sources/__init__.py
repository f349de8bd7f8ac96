"""Where papers and reference lists come from: one module a service.

All services that need a network share one guarded :mod:`transport`; the bundled
:mod:`snapshot` needs none.
"""
