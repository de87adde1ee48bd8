"""Plumbline: how far the talk in health pages runs ahead of the published evidence."""

__version__ = "0.1.0"
