"""The corpus laid out again in other formats, so that each format can be read back and compared."""
