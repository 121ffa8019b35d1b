"""The tables of the archive, a file for each matter, and the shapes in which they are declared."""
