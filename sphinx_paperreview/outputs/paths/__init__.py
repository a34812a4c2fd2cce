"""The paths of the output: whose each is, and what is copied or redirected there."""
