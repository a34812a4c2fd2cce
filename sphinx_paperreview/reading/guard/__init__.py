"""What a post may not do: read, load, run, repeat or end.

Begin with :mod:`.documents`, which says which documents are guarded and checks their nodes.
:mod:`.directives`, :mod:`.domains` and :mod:`.generation` refuse before anything runs; the other
modules are about one kind of content each. :mod:`.reading` leaves out what cannot be read at all,
and :mod:`.toctrees` what documents can only do together.
"""
