"""Run the tests of the Spark engine on a real cluster on this machine.

    python scripts/test_spark.py [PYTEST ARGUMENT …]

A master, two workers and a Connect server of the pip package of Spark, in an environment of its
own, and the package with the Connect client in another: build/environments/spark-cluster and
build/environments/spark-client. All of it is stopped at the end. Needs Java 17 and ``uv``;
without Java nothing is tested, which under ``CI=true`` is a failure.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

TOP = Path(__file__).parent.parent
PLACE = TOP / "build" / "environments"
VERSION = ">=4.0,<4.1"
PATIENCE = 180
"""Seconds for a server to come up; a safety net."""
HERE = "127.0.0.1"
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"


def main(arguments: Sequence[str]) -> int:
    """Install, start, test, stop; 0 if all tests pass."""
    # whoever stops this stops the cluster as well
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    if shutil.which("java") is None:
        print("no Java found: the Spark engine was not tested")
        return int(os.environ.get("CI") == "true")
    cluster = _environment("spark-cluster", f"pyspark{VERSION}")
    constraint = ("--constraint", str(TOP / "constraints.txt"))
    client = _environment(
        "spark-client", *constraint, "--editable", f"{TOP}[spark]", "--group", "test"
    )
    with (
        tempfile.TemporaryDirectory(
            prefix="ptm-graph-spark-", ignore_cleanup_errors=True
        ) as scratch,
        _cluster(cluster, Path(scratch)) as (address, worker),
    ):
        told = {"PTM_GRAPH_SPARK": address, "PTM_GRAPH_SPARK_WORKER": str(worker)}
        tests = ["tests/corpus/test_spark.py", "-p", "no:cacheprovider", "--durations=0"]
        command = [str(client / "bin" / "python"), "-m", "pytest", *tests, *arguments]
        done = subprocess.run(  # noqa: S603 (our tests)
            command, cwd=TOP, env=os.environ | told, check=False
        )
    return done.returncode


@contextlib.contextmanager
def _cluster(environment: Path, scratch: Path) -> Iterator[tuple[str, int]]:
    """A cluster for a block: address of the Connect server, process group of a worker."""
    home = next((environment / "lib").glob("python*/site-packages/pyspark"))
    environ = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HERE,
        "SPARK_LOCAL_DIRS": str(scratch),
        "PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, program: str, *arguments: str) -> int:
        with (scratch / f"{name}.log").open("wb") as log:
            command = [str(home / "bin" / program), *arguments]
            one = subprocess.Popen(  # noqa: S603 (Spark's own programs)
                command,
                cwd=scratch,
                env=environ,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a worker and its executors end together
            )
        started.append(one)
        return one.pid

    deploy = "org.apache.spark.deploy"
    ports = _free_ports(3)
    master = f"spark://{HERE}:{ports[0]}"
    try:
        where = ("--host", HERE, "--port", str(ports[0]), "--webui-port", str(ports[2]))
        start("master", "spark-class", f"{deploy}.master.Master", *where)
        _answers(ports[0], started)
        for name in ("one", "two"):
            size = ("--host", HERE, "--cores", "1", "--memory", "2g", "--work-dir", str(scratch))
            worker = start(name, "spark-class", f"{deploy}.worker.Worker", *size, master)
        settings = {
            "spark.connect.grpc.binding.address": HERE,
            "spark.connect.grpc.binding.port": ports[1],
            "spark.driver.host": HERE,
            "spark.executor.memory": "1500m",
            "spark.sql.shuffle.partitions": 4,
            "spark.ui.enabled": "false",
            # few rows and deep plans: compiling them to Java takes longer than all else
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        }
        conf = [part for one in settings.items() for part in ("--conf", "{}={}".format(*one))]
        served = ("--class", SERVER, "spark-internal")
        start("connect", "spark-submit", "--master", master, *conf, *served)
        _answers(ports[1], started)
        yield f"sc://{HERE}:{ports[1]}", worker
    except BaseException:
        for log in sorted(scratch.glob("*.log")):
            print(f"== {log.name}\n{log.read_text(errors='replace')[-2000:]}", file=sys.stderr)
        raise
    finally:
        for one in reversed(started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(socket.create_server((HERE, 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in held]


def _answers(port: int, started: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait until a server answers, or one of the processes has ended."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and all(one.poll() is None for one in started):
        with contextlib.suppress(OSError), socket.create_connection((HERE, port), timeout=1):
            return
        time.sleep(0.2)
    raise SystemExit(f"nothing answers on port {port}")


def _environment(name: str, *packages: str) -> Path:
    environment = PLACE / name
    if not (environment / "pyvenv.cfg").exists():
        _uv("venv", "--quiet", "--python", sys.executable, str(environment))
    _uv("pip", "install", "--quiet", "--python", str(environment), *packages)
    return environment


def _uv(*arguments: str) -> None:
    command = [sys.executable, "-m", "uv", *arguments]
    subprocess.run(command, cwd=TOP, check=True)  # noqa: S603 (uv itself)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
