"""The makes of sites: each module renders posts in one platform's own markup and answers as that platform does."""
