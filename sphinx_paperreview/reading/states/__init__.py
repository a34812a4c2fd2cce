"""Whether a document is published, by all that its source says of itself.

Begin with :mod:`.verdicts`, which decides for each document of a build, or with :mod:`.reader`,
which reads one source. :mod:`.evidence` gathers what it says into a :mod:`.state`. What a mark
means is decided by where it stands: :mod:`.claims` (keys), :mod:`.titles`, :mod:`.marks` (comments
and lines), :mod:`.head_pairs` (tables), :mod:`.names` (files and folders). The words by which they
tell are in ``state_words.toml``. :mod:`.publishing` acts on the verdicts.
"""
