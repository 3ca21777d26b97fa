"""Compiles the system-call filters that lie in `filters/`; needs pyseccomp, for developers only.

Run `python -m autograder.jail.compile_filters` after changing a list below. Everything that is not
allowed here fails with EPERM.
"""

from __future__ import annotations

import errno
from pathlib import Path

from autograder.jail.seccomp import OWN_PID

ALLOWED = """
read write readv writev pread64 pwrite64 preadv pwritev lseek close close_range dup dup2 dup3 pipe
pipe2 open openat openat2 creat access faccessat faccessat2 stat fstat lstat newfstatat statx statfs
fstatfs readlink readlinkat getcwd chdir fchdir getdents getdents64 mkdir mkdirat rmdir unlink
unlinkat rename renameat renameat2 ftruncate fallocate fsync fdatasync flock umask fadvise64
readahead copy_file_range sendfile splice tee
mmap munmap mprotect mremap madvise brk msync mincore mlock munlock membarrier
futex futex_waitv get_robust_list set_robust_list set_tid_address rseq restart_syscall
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack
nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times setitimer getitimer
alarm pause getrusage getrlimit sysinfo uname getcpu getrandom sched_yield sched_getaffinity
sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min
getpid getppid gettid getuid geteuid getgid getegid getgroups getresuid getresgid getpgrp getpgid
getsid getpriority capget
poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime
recvmsg sendmsg recvfrom sendto shutdown getsockopt getsockname getpeername
arch_prctl exit exit_group wait4 waitid
""".split()

PRETEND = "chmod fchmod fchmodat utime utimes utimensat futimesat".split()
"""Answered with success and not done: Landlock does not govern them."""

THREAD = 0x00010000  # CLONE_THREAD
FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032)
"""Duplicate, flags, locks, pipe size; not owners and signals."""
IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""Is it a terminal, its size, bytes waiting, non-blocking, close-on-exec."""
PRCTL = (3, 15, 16)
"""Get dumpable, set and get a thread's name."""


def compile_filter(architecture: str) -> bytes:
    """The BPF program for "x86_64" or "aarch64", with OWN_PID where the process id belongs."""
    import pyseccomp as seccomp

    wall = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    wanted = getattr(seccomp.Arch, architecture.upper())
    if seccomp.system_arch() != wanted:
        wall.add_arch(wanted)
        wall.remove_arch(seccomp.Arch.NATIVE)

    def rule(action: object, name: str, *arguments: object) -> None:
        try:
            wall.add_rule(action, name, *arguments)
        except (OSError, ValueError):
            pass  # this architecture has no such call

    def arg(number: int, operator: object, *values: int) -> object:
        return seccomp.Arg(number, operator, *values)

    equal, masked = seccomp.EQ, seccomp.MASKED_EQ
    for name in ALLOWED:
        rule(seccomp.ALLOW, name)
    for name in PRETEND:
        rule(seccomp.ERRNO(0), name)
    rule(seccomp.ALLOW, "clone", arg(0, masked, THREAD, THREAD))
    rule(seccomp.ERRNO(errno.ENOSYS), "clone3")  # the C library falls back to clone
    for name in ("kill", "tgkill"):
        rule(seccomp.ALLOW, name, arg(0, equal, OWN_PID))
    # asyncio's self-pipe. Streams only: from a datagram socket sendto() reaches any socket file.
    rule(seccomp.ALLOW, "socketpair", arg(0, equal, 1), arg(1, masked, 0xF, 1))
    rule(seccomp.ALLOW, "prlimit64", arg(0, equal, 0), arg(2, equal, 0))  # ask, not set
    for number, name, values in ((1, "fcntl", FCNTL), (1, "ioctl", IOCTL), (0, "prctl", PRCTL)):
        for value in values:
            rule(seccomp.ALLOW, name, arg(number, equal, value))
    return _exported(wall)


def _exported(wall: object) -> bytes:
    import tempfile

    with tempfile.TemporaryFile() as file:
        wall.export_bpf(file)  # type: ignore[attr-defined]
        file.seek(0)
        return file.read()


def main() -> None:
    """Write every filter."""
    folder = Path(__file__).parent / "filters"
    for architecture in ("x86_64", "aarch64"):
        program = compile_filter(architecture)
        (folder / f"{architecture}.bpf").write_bytes(program)
        print(f"{architecture}: {len(program) // 8} instructions")


if __name__ == "__main__":
    main()
