"""What every test shares: no NEWS_ variable of the caller's shell, Ctrl-C as at a terminal, and still properties."""

import os
import signal

from hypothesis import HealthCheck, settings

for name in [name for name in os.environ if name.startswith("NEWS_")]:
    del os.environ[name]

# A shell that runs the tests in the background has them ignore Ctrl-C, and what they start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in each run, however slow the machine; `HYPOTHESIS_PROFILE=roaming make test` looks for new ones.
_SLOW = (HealthCheck.too_slow,)
settings.register_profile("still", derandomize=True, deadline=None, suppress_health_check=_SLOW)
settings.register_profile("roaming", deadline=None, suppress_health_check=_SLOW, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "still"))
