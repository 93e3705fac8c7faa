"""Whether a container's process (`web`, `worker` or `beat`) does its work; exits 1 when it does not."""

import os
import subprocess
import sys
import time
import urllib.request
from glob import glob

# The scheduler writes its memory every three minutes.
BEAT_SECONDS = 600


def web() -> bool:
    """The web server answers, and so does everything it needs."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
    request = urllib.request.Request("http://127.0.0.1:8000/readyz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310 -- fixed
        return answer.status == 200


def worker() -> bool:
    """This machine's worker answers through the broker."""
    name = f"celery@{os.uname().nodename}"
    command = [sys.executable, "-m", "celery", "-A", "smice", "inspect", "ping", "-d", name, "--timeout", "10"]
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0  # noqa: S603 -- fixed


def beat() -> bool:
    """The scheduler wrote its memory not long ago."""
    return any(time.time() - os.path.getmtime(path) < BEAT_SECONDS for path in glob("/tmp/beat*"))  # noqa: S108


if __name__ == "__main__":
    try:
        is_healthy = {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]()
    except OSError as error:
        sys.exit(f"{sys.argv[1]}: {type(error).__name__}")
    sys.exit(0 if is_healthy else f"{sys.argv[1]} does not do its work")
