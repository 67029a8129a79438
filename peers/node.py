"""Node programs that answer one line for each line they are given."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

HERE = Path(__file__).parent


class LineProcess:
    """A running Node program. It ends when its stdin does, so it cannot outlive the tests."""

    def __init__(self, process: "subprocess.Popen[str]", given: IO[str], answers: IO[str]) -> None:
        self._process = process
        self._given = given
        self._answers = answers

    def ask(self, line: str) -> str:
        """The answer to one line; RuntimeError if the program has died."""
        self._given.write(line + "\n")
        self._given.flush()
        answer = self._answers.readline()
        if not answer:
            raise RuntimeError(f"node exited with {self._process.wait()}")
        return answer.rstrip("\n")


@contextmanager
def line_process(script: str, *arguments: str) -> Iterator[LineProcess]:
    """Runs a script of this folder, whose servers listen on loopback only."""
    node = shutil.which("node")
    if node is None:
        raise RuntimeError("the tests need Node.js: run `make test`, which installs it")
    command = [node, "--require", str(HERE / "loopback.cjs"), str(HERE / script), *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield LineProcess(process, process.stdin, process.stdout)
        finally:
            process.terminate()
