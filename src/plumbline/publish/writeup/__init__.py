"""The write-up: methods, results, tables, figures, settings and provenance for a paper."""
