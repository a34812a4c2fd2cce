"""From tokens to nodes: what each kind of token becomes."""
