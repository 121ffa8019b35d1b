"""How fast the site is, over HTTP: every page over 100,000 or 1,000,000 made-up posts, beside default Datasette on the
same file, and with a bot beside the reader.

`python -m benchmarks site --items 1000000`. The archive is made once and kept in build/bench.
"""

from benchmarks.site.keeping import ready
from benchmarks.site.measuring import measured

__all__ = ["measured", "ready"]
