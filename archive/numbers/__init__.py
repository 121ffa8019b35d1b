"""Bounds of undated posts out of the numbers around them."""
