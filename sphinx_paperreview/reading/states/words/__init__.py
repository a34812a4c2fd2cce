"""What words say of publication, by where they stand.

In keys and values (:mod:`.claims`), titles (:mod:`.titles`), comments and lines (:mod:`.marks`),
tags (:mod:`.tags`), names of files and folders (:mod:`.names`). The words themselves are in
``state_words.toml``, which :mod:`.vocabulary` reads.
"""
