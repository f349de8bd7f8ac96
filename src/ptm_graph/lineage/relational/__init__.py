"""The lineage as relations: the one definition that every engine of a corpus compiles."""
