"""A worker that makes statements, as a process of its own.

It is asked by lines on standard input, and answers each with a line:

    {"kind": "whole", "goes": 2}    makes the statement so many times
    {"seconds": 3.4, "peak": 108.2, "resident": 107.9, "before": 64.1}

Memory is in MiB, as the system counts it for the process with all that it has loaded: the most so
far, now, and before the first statement.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from comanage.statements import pdf, press
from comanage.statements.carried import Carried
from tests.benchmarks import of_24_measures

STATUS = Path("/proc/self/status")
IN_MIB = 1024  # kibibytes, in which the system tells


def kinds() -> dict[str, Carried]:
    """Give what the statements carry: whole, and without the steps of the annex."""
    whole = of_24_measures.held()
    return {"whole": whole, "short": replace(whole, settlement=replace(whole.settlement, steps=()))}


def memory(line: str) -> float:
    """Give a line of what the system tells of this process, in MiB."""
    told = dict(one.split(":", 1) for one in STATUS.read_text(encoding="utf-8").splitlines())
    return int(told[line].split()[0]) / IN_MIB


def main() -> None:
    """Make statements until nobody asks any more."""
    every = kinds()
    press.versions()
    before = memory("VmRSS")
    for line in sys.stdin:
        asked = json.loads(line)
        start = perf_counter()
        for _ in range(asked["goes"]):
            pdf.write(every[asked["kind"]])
        taken = perf_counter() - start
        told = {"peak": memory("VmHWM"), "resident": memory("VmRSS"), "before": before}
        print(json.dumps({"seconds": taken, **told}), flush=True)


if __name__ == "__main__":
    main()
