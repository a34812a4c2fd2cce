"""The command ``init``: what a folder says of its site, and the files of a new one."""
