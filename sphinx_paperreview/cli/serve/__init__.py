"""``paperreview serve``: a preview of a project, with drafts, that follows every save.

Two processes share the work. This one (:mod:`~.session`) watches the sources, serves the pages on
loopback (:mod:`~.server`) and tells browsers what has changed. The other (:mod:`~.builder`) holds
the project in memory and builds it (:mod:`~.preview`); it is replaced when ``conf.py`` changes.
"""
