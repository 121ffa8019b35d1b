"""Pipelines: one verb per file, in the order of settings.py. They make what spiders bring clean and hand it over."""
