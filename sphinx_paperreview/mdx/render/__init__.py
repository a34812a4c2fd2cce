"""From tokens to nodes: what each kind of token becomes.

Begin with :mod:`.base`, the state that all of them share, and :mod:`.document`, what is done first
and last.
"""
