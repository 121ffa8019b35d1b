"""Families of sites: each module reads the channels of one platform and brings items. Knows no archive."""
