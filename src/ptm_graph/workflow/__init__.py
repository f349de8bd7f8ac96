"""What a person does with a library: decide, learn what changed, refresh every night."""
