"""The command line on a disk that takes no more: no file may grow beyond a size."""

import os
import resource
import runpy
import signal
import sys

if __name__ == "__main__":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead, as on a full disk
    most = int(os.environ.pop("LARGEST_FILE"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    sys.argv[0] = "comanage"
    runpy.run_module("tests.crash.quick", run_name="__main__")
