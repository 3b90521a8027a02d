"""Any bytes give a report or a sentence, never another exception.

The readers are called without the net of ``reports.read``, so that a hole in one of them is found and mended.
"""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillon.matter.devices import reports
from maillon.matter.devices.reports import READERS, Report, Source, Unreadable

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
DATA = {sample.name: sample.read_bytes() for sample in SAMPLES}
PATIENT = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
ODD_VALUES = (
    None,
    True,
    -1,
    0,
    10**30,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "\x00\ud800",
    "NaN",
    "9" * 400,
    [],
    {},
    [[]],
    [{}],
    [None],
    {"": None},
)


def survives(data: bytes) -> None:
    try:
        source = Source(data)
        found = [reader.read(source) for reader in READERS if reader.recognises(source)]
    except Unreadable:
        return
    for report in found:
        assert isinstance(report, Report)
        assert len(json.dumps(report.as_json(), allow_nan=False)) < 20_000


@PATIENT
@given(st.binary(max_size=400))
def test_any_bytes_are_survived(data):
    survives(data)


@PATIENT
@given(st.text(max_size=400), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32"]))
def test_any_text_is_survived(text, encoding):
    survives(text.encode(encoding, "surrogatepass"))


@PATIENT
@given(st.sampled_from(sorted(DATA)), st.data())
def test_a_sample_cut_anywhere_is_survived(name, data):
    sample = DATA[name]
    start = data.draw(st.integers(0, min(len(sample), 4_000)))
    end = data.draw(st.integers(start, len(sample)))

    survives(sample[start:end])


@PATIENT
@given(st.sampled_from(sorted(DATA)), st.data())
def test_a_sample_with_bytes_changed_is_survived(name, data):
    sample = bytearray(DATA[name])
    for _ in range(data.draw(st.integers(1, 12))):
        where = data.draw(st.integers(0, len(sample) - 1))
        what = data.draw(
            st.binary(max_size=6) | st.sampled_from([b'"', b"{", b"}", b"[", b"]", b":", b",", b"\n", b"|", b"<", b"="])
        )
        sample[where : where + data.draw(st.integers(0, 6))] = what

    survives(bytes(sample))


def branches(value: object, path: tuple = ()) -> list[tuple]:
    """The path to every value inside a JSON value."""
    found = [path]
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        found += branches(child, (*path, key))
    return found


@PATIENT
@given(st.sampled_from([name for name in sorted(DATA) if Source(DATA[name]).json]), st.data())
def test_a_sample_with_an_odd_value_anywhere_is_survived(name, data):
    values = json.loads(json.dumps(Source(DATA[name]).json))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(branches(values)))
        place = values
        for key in path[:-1]:
            place = place[key]
        if path:
            place[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(ODD_VALUES) | scalars))

    survives(json.dumps(values).encode("utf-8", "surrogatepass"))


@PATIENT
@given(st.lists(st.sampled_from(sorted(DATA)), min_size=2, max_size=3))
def test_samples_put_end_to_end_are_survived(names):
    survives(b"\n".join(DATA[name] for name in names))


def test_what_escapes_a_reader_is_a_sentence_for_the_person():
    class Broken:
        @staticmethod
        def recognises(source):
            return {}["absent"]

    with pytest.raises(Unreadable, match="abîmé : refaites le rapport"):
        reports.read(b"anything", readers=(Broken,))
