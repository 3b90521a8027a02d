"""What it all did: indicators with their definition and records, the mass balance, the yearly report, the checks."""
