"""The command ``publish``: check, build, and push where the author says."""
