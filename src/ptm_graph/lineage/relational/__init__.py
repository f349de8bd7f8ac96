"""The lineage as relations: the one definition that every engine of a corpus compiles.

Where the room above has a function over arrays for interactive use, there is an expression of the
same name here; ``tests/corpus/test_equality.py`` holds both equal.
"""
