"""The ``paper`` domain of Sphinx: its roles, directives, indices and records."""
