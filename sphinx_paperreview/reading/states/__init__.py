"""Whether a document is published, by all that its source says of itself.

Begin with :mod:`.verdicts`, which decides for each document of a build, or with :mod:`.reader`,
which reads one source. :mod:`.evidence` gathers what it says into a :mod:`.state`.
:mod:`.publishing` acts on the verdicts. What may be a mark is found by the modules in ``source/``,
and what its words mean is said by those in ``words/``.
"""
