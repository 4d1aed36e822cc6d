"""A server with little to do, which starts at once: `python small_server.py [IDLE SECONDS]`.

make tell               what it was handed, as JSON
make wait SECONDS       says `at work`, and ends with 9
make die                is killed in the midst of the work
"""

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from typeset.resident import child, server


def answer(arguments: list[str]) -> int:
    match arguments[1:]:
        case ["tell", *rest]:
            tell(rest)
            return 7
        case ["wait", seconds]:
            return wait(float(seconds))
        case ["die"]:
            print("at work", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    return 8


def tell(arguments: list[str]) -> None:
    mask = os.umask(0)
    os.umask(mask)
    said = {
        "arguments": arguments,
        "process": os.getpid(),
        "folder": str(Path.cwd()),
        "mask": mask,
        "environment": dict(os.environ),
        "encoding": sys.stdout.encoding,
        "files": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        "input": sys.stdin.read(),
    }
    print(json.dumps(said))
    print("to stderr", file=sys.stderr)


def wait(seconds: float) -> int:
    try:
        print("at work", flush=True)
        time.sleep(seconds)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        return 130
    except SystemExit:
        print("ended", flush=True)
        raise
    return 9


def nothing() -> None:
    pass


if __name__ == "__main__":
    idle = float(sys.argv[1]) if len(sys.argv) > 1 else 0
    ended = server.serve(child.Work(answer, nothing), nothing, lambda: print("ready", flush=True), idle)
    print(json.dumps(ended._asdict()), flush=True)
