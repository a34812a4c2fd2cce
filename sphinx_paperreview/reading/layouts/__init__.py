"""What the configuration of another site generator says of its documents."""
