"""Whether a document is published, by all that its source says of itself.

Begin with :mod:`.reader`, which judges a source. :mod:`.evidence` gathers what it says into a
:mod:`.state`, on which :mod:`.publishing` acts. The words by which they tell are in
``state_words.toml``.
"""
