"""The checks of a finished PDF, by subject. Each is a function on the `Sheet`; its docstring is its rationale."""
