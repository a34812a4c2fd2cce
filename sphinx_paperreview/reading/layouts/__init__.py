"""What the configuration of another site generator says of its documents.

Begin with :mod:`.programs`, where the module of each program is listed, and :mod:`.layout`, which
all of them return.
"""
