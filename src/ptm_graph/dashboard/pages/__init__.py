"""The pages, one module each: they read the address, call the library, and show."""
