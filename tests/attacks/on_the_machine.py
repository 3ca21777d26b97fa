"""Attacks on the machine: staying, using it up, falling over, and reaching out."""

from __future__ import annotations

from tests.attacks.declared import BROKEN, Attack
from tests.attacks.stage import Played, Stage

MOST_THREADS = 256
MOST_SAID = 4_000_000
"""Characters of all outputs of one small notebook."""


def _nothing_done(stage: Stage, played: Played) -> None:
    assert "DONE" not in played.said


def _little_said(stage: Stage, played: Played) -> None:
    assert len(played.said) < MOST_SAID


def _too_many_files(stage: Stage, played: Played) -> None:
    assert "files" in " ".join(played.notes)


def _too_many_nameless_files(stage: Stage, played: Played) -> None:
    """Elsewhere they are told apart from other people's files only when they are many more."""
    if stage.zygote.bubblewrap:
        _too_many_files(stage, played)


def _out_of_time(stage: Stage, played: Played) -> None:
    assert "time" in " ".join(played.notes)


def _few_threads(stage: Stage, played: Played) -> None:
    assert f"{MOST_THREADS + 1} threads" not in played.said


def each(*attempts: str) -> tuple[str, ...]:
    """A cell that makes each attempt and prints DONE when one succeeds; then a broken function."""
    return (
        "import os\n"
        + "\n".join(
            f"try:\n    {attempt}\n    print('DONE', {attempt[:60]!r})\n"
            "except BaseException as error:\n    print(type(error).__name__)"
            for attempt in attempts
        ),
        BROKEN,
    )


STARTUP = (
    "@HOME@/.ipython/profile_default/startup/@TOKEN@.py",
    "@HOME@/.jupyter/@TOKEN@.py",
    "@SITE@/@TOKEN@.pth",
    "@REPO@/@TOKEN@.py",
    "@REPO@/course/@TOKEN@.py",
    "/tmp/@TOKEN@",
    "/var/tmp/@TOKEN@",
    "/dev/shm/@TOKEN@",
    "/@TOKEN@",
)

PERSIST = (
    Attack("edit_the_gradebook", "persist or spread", "full marks, written into the gradebook",
           each("__import__('sqlite3').connect('@CANARY@/gradebook.db').executescript("
                "'update grade set points = 1000')",
                "open('@CANARY@/gradebook.db', 'r+b').write(b'0')",
                "os.open('@CANARY@/gradebook.db', os.O_WRONLY | os.O_TRUNC)",
                "os.truncate('@CANARY@/gradebook.db', 0)"), holds=_nothing_done),
    Attack("edit_a_classmate", "persist or spread", "another submission, the course's settings",
           each("open('@CANARY@/submitted/alice/01-sliding/01-sliding.ipynb', 'w')",
                "open('@CANARY@/nbgrader_config.py', 'a').write('import os')",
                "open('@CANARY@/submitted/alice/01-sliding/@TOKEN@', 'w')"), holds=_nothing_done),
    Attack("start_up_files", "persist or spread", "a file that runs when somebody starts Python",
           each(*(f"open('{place}', 'w')" for place in STARTUP)), holds=_nothing_done),
    Attack("edit_libraries", "persist or spread", "NumPy and the course's toolkit, changed on disk",
           each("open('@SITE@/numpy/__init__.py', 'a')", "open('@REPO@/course/__init__.py', 'a')",
                "os.unlink('@REPO@/course/__init__.py')"), holds=_nothing_done),
    Attack("move_and_remove", "persist or spread", "files of others are renamed, removed, linked",
           each("os.rename('@CANARY@/gradebook.db', 'mine.db')",
                "os.replace('@CANARY@/gradebook.db', '@CANARY@/@TOKEN@')",
                "os.unlink('@CANARY@/gradebook.db')", "os.rmdir('@CANARY@/source')",
                "__import__('shutil').rmtree('@CANARY@')", "os.mkdir('@CANARY@/@TOKEN@')",
                "os.mkfifo('@CANARY@/@TOKEN@')", "os.symlink('/', '@CANARY@/@TOKEN@')"),
           holds=_nothing_done),
    Attack("rights_and_times", "persist or spread", "rights, owners and times of others' files",
           each("os.chown('@CANARY@/gradebook.db', 65534, 65534)",
                "os.setxattr('@CANARY@/gradebook.db', 'user.x', b'1')",
                "os.chmod('@CANARY@/gradebook.db', 0o777) or 1 / 0",
                "os.utime('@CANARY@/gradebook.db', (0, 0)) or 1 / 0"), holds=_nothing_done),
    Attack("daemons", "persist or spread", "a process that acts when the grader has gone on",
           each("os.fork() or os._exit(0)", "os.forkpty()", "os.posix_spawn('/bin/true', ['true'], {})",
                "__import__('subprocess').Popen(['/bin/true'])", "os.system('true') == 0 or 1 / 0",
                "os.execv('/bin/true', ['true'])",
                "__import__('multiprocessing').Process(target=print).start()"),
           holds=_nothing_done),
    Attack("last_words", "persist or spread", "something happens when the process ends",
           ("import atexit, os, threading, time\n"
            "def late(*args):\n    time.sleep(0.2)\n    open('@CANARY@/@TOKEN@', 'w')\n"
            "    open('/tmp/@TOKEN@', 'w')\natexit.register(late)\n"
            "class Last:\n    __del__ = late\nlast = Last()\n"
            "for _ in range(3):\n    threading.Thread(target=late).start()\n" + BROKEN,)),
    Attack("shared_memory", "persist or spread", "a piece of memory that outlives the process",
           each("__import__('multiprocessing.shared_memory').shared_memory.SharedMemory("
                "'@TOKEN@', create=True, size=100)", "os.memfd_create('@TOKEN@')",
                "os.open('/dev/shm/@TOKEN@', os.O_CREAT | os.O_RDWR)"), holds=_nothing_done),
    Attack("poisoned_libraries", "persist or spread", "NumPy is broken for whoever comes next",
           ("np.zeros = np.array = np.sum = None\nimport builtins\nbuiltins.range = None\n",
            BROKEN), honest_first=True),
)  # fmt: skip

EXHAUST = (
    Attack("endless_loop", "exhaust", "a function that never ends",
           ("def cross_correlate2d(x, kernel):\n    while True:\n        pass",)),
    Attack("endless_loop_that_swallows", "exhaust", "a function that catches every interruption",
           ("def cross_correlate2d(x, kernel):\n    while True:\n        try:\n"
            "            while True:\n                pass\n"
            "        except BaseException:\n            pass",)),
    Attack("endless_in_c", "exhaust", "a regular expression that nothing interrupts",
           ("import re\ndef cross_correlate2d(x, kernel):\n"
            "    return re.match('(a+)+$', 'a' * 40 + 'b')",)),
    Attack("endless_cell", "exhaust", "a cell that never ends, and ignores signals",
           ("import signal\nfor n in (1, 2, 3, 13, 14, 15):\n    signal.signal(n, signal.SIG_IGN)\n"
            "while True:\n    pass", BROKEN), cell_seconds=1.0, holds=_out_of_time),
    Attack("sleeping_cell", "exhaust", "a cell that sleeps for ever",
           ("import time\ntime.sleep(10_000)", BROKEN), cell_seconds=1.0, holds=_out_of_time),
    Attack("memory", "exhaust", "more memory than the machine should give",
           ("try:\n    hog = [np.empty(1 << 30) for _ in range(4)]\n    print('DONE')\n"
            "except MemoryError:\n    hog = None\n" + BROKEN,), holds=_nothing_done),
    Attack("memory_when_called", "exhaust", "the function takes all memory",
           ("def cross_correlate2d(x, kernel):\n    return np.zeros(1 << 32)",)),
    Attack("sixty_processes", "exhaust", "sixty processes",
           each(*["os.fork() or os._exit(0)"] * 60), holds=_nothing_done),
    Attack("threads", "exhaust", "threads without number",
           ("import threading, time\nthreading.stack_size(65536)\n"
            f"for n in range(1, {MOST_THREADS + 200}):\n"
            "    threading.Thread(target=time.sleep, args=(20,), daemon=True).start()\n"
            "    print(n, 'threads')\n"
            "    time.sleep(0.005)", BROKEN), honest_first=True, holds=_few_threads),
    Attack("files", "exhaust", "300 MiB of files",
           ("import time\nfor n in range(30):\n    with open(f'f{n}', 'wb') as f:\n"
            "        f.write(bytes(10 << 20))\n    time.sleep(0.05)", BROKEN),
           holds=_too_many_files),
    Attack("files_written_fast", "exhaust", "480 MiB of files, in cells that are quick",
           (*(f"with open('g{n}', 'wb') as f:\n    f.write(bytes(60 << 20))" for n in range(8)),
            BROKEN), holds=_too_many_files),
    Attack("files_without_names", "exhaust", "600 MiB of files that no folder lists",
           ("import mmap, os, time\nheld = []\nfor n in range(10):\n"
            "    fd = os.open('f', os.O_RDWR | os.O_CREAT) if n % 2 else "
            "os.open('.', os.O_RDWR | os.O_TMPFILE)\n"
            "    os.path.exists('f') and os.unlink('f')\n    os.write(fd, bytes(60 << 20))\n"
            "    held.append(mmap.mmap(fd, 4096))\n    os.close(fd)\n    time.sleep(0.02)", BROKEN),
           holds=_too_many_nameless_files),
    Attack("empty_files", "exhaust", "a million files with nothing in them",
           ("for n in range(1_000_000):\n    open(str(n), 'w').close()", BROKEN),
           holds=_too_many_files),
    Attack("deep_folders", "exhaust", "folders so deep that their path has no end",
           ("import os\nfor n in range(3000):\n    os.mkdir('d')\n    os.chdir('d')", BROKEN)),
    Attack("locked_folders", "exhaust", "folders that nobody may enter or empty",
           ("import os\nos.umask(0o777)\nfor n in range(9):\n    os.makedirs(f'{n}')\n"
            "os.umask(0)\nos.makedirs('a/b/c')\nopen('a/b/c/f', 'w')\nos.umask(0o777)\n"
            "os.mkdir('a/b/d')", BROKEN)),
    Attack("one_large_file", "exhaust", "one file of a gigabyte",
           ("open('f', 'wb').truncate(1 << 30)", BROKEN)),
    Attack("long_line", "exhaust", "a line of 20 MB",
           ("print('x' * 20_000_000)", BROKEN), holds=_little_said),
    Attack("long_line_past_the_cap", "exhaust", "a line of 20 MB, after the limit was lifted",
           ("names = type(get_ipython().recorder).stream.__globals__\n"
            "for name in ('MAX_STREAM', 'MAX_OUTPUTS', 'MAX_DISPLAY'):\n    names[name] = 1 << 60\n"
            "print('x' * 20_000_000)", BROKEN), holds=_little_said),
    Attack("megabyte_in_every_cell", "exhaust", "each cell prints as much as it may",
           ("print('x' * 1_000_000)",) * 30 + (BROKEN,)),
    Attack("many_outputs", "exhaust", "a hundred thousand outputs",
           ("from IPython.display import display\nfor n in range(100_000):\n"
            "    display({'text/plain': str(n)}, raw=True)", BROKEN), holds=_little_said),
    Attack("many_cells", "exhaust", "so many cells that the check is not reached",
           (BROKEN, *["pass"] * 2100), honest_first=True),
    Attack("printing_function", "exhaust", "the function prints without end",
           ("def cross_correlate2d(x, kernel):\n    while True:\n        print('x' * 1000)",),
           holds=_little_said),
)  # fmt: skip

SEGFAULT = "import ctypes\ndef cross_correlate2d(x, kernel):\n    ctypes.string_at(0)"

CRASH = (
    Attack("exit_in_a_cell", "crash", "sys.exit in a cell", ("import sys\nsys.exit(3)", BROKEN)),
    Attack("exit_in_the_function", "crash", "sys.exit in the function",
           ("import sys\ndef cross_correlate2d(x, kernel):\n    sys.exit()",)),
    Attack("hard_exit_in_a_cell", "crash", "the process ends itself in a cell",
           ("import os\nos._exit(0)", BROKEN)),
    Attack("hard_exit_in_the_function", "crash", "the process ends itself in the function",
           ("import os\ndef cross_correlate2d(x, kernel):\n    os._exit(0)",)),
    Attack("segmentation_fault", "crash", "a read at address 0", (SEGFAULT,)),
    Attack("killed_by_itself", "crash", "SIGKILL to itself, and to its group",
           ("import os, signal\ndef cross_correlate2d(x, kernel):\n"
            "    try:\n        os.killpg(0, signal.SIGKILL)\n    except OSError:\n        pass\n"
            "    os.kill(os.getpid(), signal.SIGKILL)",)),
    Attack("recursion", "crash", "recursion without end",
           ("def cross_correlate2d(x, kernel):\n    return cross_correlate2d(x, kernel)",
            "def f(): return f()\nf()")),
    Attack("deep_recursion", "crash", "recursion that overflows the stack of the process",
           ("import sys\nsys.setrecursionlimit(10**9)\nclass A:\n"
            "    def __getattr__(self, name): return getattr(self, name + 'x')\n"
            "def cross_correlate2d(x, kernel):\n"
            "    f = lambda: f()\n    return [sorted([1], key=lambda n: A().a), f()]",),
           megabytes=300),
    Attack("abort", "crash", "the C library aborts",
           ("import os\ndef cross_correlate2d(x, kernel):\n    os.abort()",)),
    Attack("nine_crashes", "crash", "one crash after another",
           (*["import os\nos._exit(1)"] * 9, BROKEN), honest_first=True),
)  # fmt: skip

CALL = "import ctypes\ncall = ctypes.CDLL(None, use_errno=True).syscall\n"

REACH_OUT = (
    Attack("tcp", "reach out", "a TCP connection",
           each("__import__('socket').create_connection(('127.0.0.1', @TCP@), 1)",
                "__import__('urllib.request').request.urlopen('http://127.0.0.1:@TCP@', timeout=1)",
                "__import__('socket').create_server(('127.0.0.1', 0))"), holds=_nothing_done),
    Attack("udp", "reach out", "a datagram",
           each("__import__('socket').socket(2, 2).sendto(b'x', ('127.0.0.1', @UDP@))",
                "__import__('socket').getaddrinfo('localhost.invalid', 80)"), holds=_nothing_done),
    Attack("datagram_to_a_path", "reach out", "a datagram to a socket file, such as the system's log",
           each("__import__('socket').socketpair(1, 2)[0].sendto(b'x', '@CANARY@/log.socket')",
                "__import__('socket').socketpair(1, 5)[0].connect('@CANARY@/log.socket')"),
           holds=_nothing_done),
    Attack("datagram_to_a_name", "reach out", "a datagram to a socket without a file",
           each("__import__('socket').socketpair(1, 2)[0].sendto(b'x', b'\\0attacks-@GRADER@')"),
           holds=_nothing_done),
    Attack("kill_the_grader", "reach out", "signals to the grader, the warm process, everybody",
           each("os.kill(@GRADER@, 9)", "os.kill(os.getppid(), 9)", "os.kill(-1, 15)",
                "os.kill(@GRADER@, 0)", "os.killpg(os.getpgid(@GRADER@), 19)",
                "__import__('signal').pidfd_send_signal(os.pidfd_open(@GRADER@), 9)"),
           holds=_nothing_done),
    Attack("system_calls", "reach out", "system calls that no notebook needs, by their number",
           (CALL + "names = dict(ptrace=101, fork=57, vfork=58, execve=59, socket=41, connect=42,\n"
            "    bind=49, unshare=272, setns=308, mount=165, chroot=161, bpf=321, keyctl=250,\n"
            "    perf=298, userfaultfd=323, io_uring=425, vm_readv=310, vm_writev=311, kexec=246,\n"
            "    memfd=319, pidfd_getfd=438, clone3=435, prlimit=302, setrlimit=160, shmget=29,\n"
            "    personality=135, add_key=248, symlink=88, link=86, sethostname=170, reboot=169)\n"
            "import os, platform\n"
            "if platform.machine() == 'x86_64':\n"
            "    for name, number in names.items():\n"
            "        first = @GRADER@ if name == 'prlimit' else 0\n"
            "        if call(number, first, 0, 0, 0, 0, 0) != -1 or "
            "ctypes.get_errno() not in (1, 38):\n"
            "            print('DONE', name, ctypes.get_errno())", BROKEN),
           holds=_nothing_done),
)  # fmt: skip

ATTACKS = (*PERSIST, *EXHAUST, *CRASH, *REACH_OUT)
