"""What ``paperreview fetch`` asks services on the web; nothing else of the package imports it."""
