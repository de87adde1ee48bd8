"""Batches of sources: measured in one pass, and turned into the parts of every table."""
