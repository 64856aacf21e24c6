"""One whole export: how long it takes, when it begins, and the memory and processor time it costs the server."""

import http.client
import time
from dataclasses import dataclass

from benchmarks.load import Question
from benchmarks.processes import Postgres, Server, forget_peak, read_cpu, read_memory

_CHUNK = 1 << 16
_LONGEST_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Export:
    """Seconds until the last and the first byte, MiB sent, MiB of memory before and at the peak, CPU seconds."""

    status: int
    seconds: float
    first_byte: float
    size: float
    held: float
    peak: float
    cpu: float


def measure_export(server: Server, question: Question, postgres: Postgres) -> Export:
    """Read one export to its end, as fast as it comes."""
    forget_peak(server.pid)
    held, cpu = read_memory(server.pid), read_cpu(server.pid) + postgres.read_cpu()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=_LONGEST_SECONDS)
    began = time.perf_counter()
    connection.request("GET", question.paths[0], headers=dict(question.headers))
    answer = connection.getresponse()
    first, size = 0.0, 0
    while chunk := answer.read1(_CHUNK):
        first = first or time.perf_counter() - began
        size += len(chunk)
    seconds = time.perf_counter() - began
    connection.close()
    time.sleep(1)  # until the time of an ended session has moved to its parent
    return Export(
        status=answer.status, seconds=seconds, first_byte=first, size=size / 2**20, held=held,
        peak=read_memory(server.pid, "VmHWM"), cpu=read_cpu(server.pid) + postgres.read_cpu() - cpu,
    )  # fmt: skip
