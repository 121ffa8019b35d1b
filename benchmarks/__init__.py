"""What the project costs, as ratios in one run: `make bench`, or `python -m benchmarks full-way --small`."""
