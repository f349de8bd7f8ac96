"""A corpus: papers and citations of a whole field or dump as tables, and its lineage."""
