"""How dates and times are written and read, by language; found by settings.FORMAT_MODULE_PATH."""
