"""Feed one reader with what atheris makes up from a corpus, until its time is spent: `fuzz.py READER SECONDS CORPUS`.

Run apart from the tests, since libFuzzer takes the whole process: it ends at the first exception that is not a sentence
for the person, with its trace.
"""

import sys

import atheris

with atheris.instrument_imports(include=["maillon.matter.devices.reports"]):
    from maillon.matter.devices import reports

SLOWEST = "-timeout=10"  # seconds for one input
LARGEST = "-max_len=65536"  # bytes


def main(name: str, seconds: str, corpus: str) -> None:
    reader = next(reader for reader in reports.READERS if name == reader.KIND)

    def survive(data: bytes) -> None:
        try:
            source = reports.Source(data)
            if reader.recognises(source):
                reader.read(source).as_json()
        except reports.Unreadable:
            pass

    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", SLOWEST, LARGEST, "-print_final_stats=1", corpus], survive
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
