"""Importing: an earlier report becomes the first records."""
