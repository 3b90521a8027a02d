"""One measure, one line of JSON."""

import json
import sys


def tell(name: str, value: float, unit: str, against: float | None = None) -> None:
    """Print a measure. `against` is the goal in the same unit, or None where there is none."""
    ratio = round(value / against, 3) if against else None
    line = {"name": name, "value": round(value, 2), "unit": unit, "against": against, "ratio": ratio}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
