"""What proves the whole: conventions, access, journeys in a real browser, benchmarks, and the harness they run in."""
