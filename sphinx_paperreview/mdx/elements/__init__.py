"""From ``<Tag/>`` to nodes: what each element and component becomes."""
