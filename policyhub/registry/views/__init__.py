"""Pages of the registry, a file per group of verbs."""
