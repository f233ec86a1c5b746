"""python -m policyhub.classifier.measure: what a page of text costs in a fresh process, as JSON.

``{"characters", "clauses", "ms", "first_ms", "mb", "peak_mb"}``: CPU milliseconds for a page, and for the first one,
which reads the weights; megabytes that stay, and at the most.
"""

import json
import resource
from pathlib import Path
from time import process_time

PAGE = 3_000  # characters


def memory() -> float:
    """What this process holds, in megabytes; at its peak where the system does not say."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    return peak()


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def page() -> str:
    """A page of our own clauses, in both languages, as lists and paragraphs."""
    from .training import taught_clauses

    clauses = [clause.text for clause in taught_clauses()]
    text = "\n".join(f"- {text}" if at % 3 else f"\n{text}\n" for at, text in enumerate(clauses[::2] + clauses[1::2]))
    return text[:PAGE]


def measure(times: int = 20) -> dict[str, float]:
    held, highest = memory(), peak()
    from .suggestion import suggest

    text = page()
    begin = process_time()
    prediction = suggest(text)
    first = process_time() - begin
    begin = process_time()
    for _again in range(times):
        suggest(text)
    each = (process_time() - begin) / times
    return {
        "characters": len(text),
        "clauses": len(prediction.clauses),
        "ms": round(each * 1e3, 2),
        "first_ms": round(first * 1e3, 1),
        "mb": round(memory() - held, 1),
        "peak_mb": round(peak() - highest, 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
