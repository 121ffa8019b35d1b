"""How long a test waits before it calls a piece of work endless. How long the work takes is measured in benchmarks/."""

import time

#: How many times slower than a quiet machine a test machine may be, beside whatever else it does. What these bounds
#: are there to find (a search that goes back to the start for each character, a page that is read to its end for each
#: of its lines) takes minutes where it is broken, so they lose nothing by being wide.
PATIENCE = 8.0


def within(began: float, seconds: float) -> bool:
    """Whether the CPU used since `began` (`time.process_time()`) is what work of about `seconds` may take anywhere."""
    return time.process_time() - began < seconds * PATIENCE
