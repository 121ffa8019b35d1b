"""What every test shares: no NEWS_ variable of the caller's shell reaches a test."""

import os

for name in [name for name in os.environ if name.startswith("NEWS_")]:
    del os.environ[name]
