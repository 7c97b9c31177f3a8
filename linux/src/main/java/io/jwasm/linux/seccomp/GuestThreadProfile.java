package io.jwasm.linux.seccomp;

import static io.jwasm.linux.Architecture.either;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.process.CurrentProcess;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The system calls of a thread of the JVM that runs a guest: what the JVM itself needs on any
/// thread, and what host functions do for a guest. Everything else fails with EPERM: executing,
/// forking, mounting, namespaces, tracing, signals to others, changes of identity, keys, modules,
/// io_uring, BPF.
public final class GuestThreadProfile {

    /// A number that the architecture does not have.
    private static final int ABSENT = -1;

    private static final int CLONE = either(56, 220);
    private static final int CLONE_THREAD = 0x0001_0000;

    /// `CLONE_NEWTIME`, and `CLONE_NEWNS`, `NEWCGROUP`, `NEWUTS`, `NEWIPC`, `NEWUSER`, `NEWPID`,
    /// `NEWNET`.
    private static final int CLONE_NEW_ANY = 0x0000_0080 | 0x0002_0000 | 0x7e00_0000;

    private static final int PR_SET_NAME = 15;
    private static final int PR_GET_NAME = 16;
    private static final int PR_SET_VMA = 0x53564d41; // glibc names its arenas with it

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static final int TCGETS = 0x5401;
    private static final int TIOCGWINSZ = 0x5413;
    private static final int FIONREAD = 0x541b;
    private static final int FIONBIO = 0x5421;

    /// Threads, memory, time and signals as the JVM and libc use them.
    private static final List<Integer> JVM =
            List.of(
                    either(202, 98), // futex
                    either(9, 222), // mmap
                    either(11, 215), // munmap
                    either(10, 226), // mprotect
                    either(25, 216), // mremap
                    either(12, 214), // brk
                    either(27, 232), // mincore
                    either(26, 227), // msync
                    either(239, 236), // get_mempolicy
                    SyscallNumber.MADVISE,
                    either(13, 134), // rt_sigaction
                    SyscallNumber.RT_SIGPROCMASK,
                    either(15, 139), // rt_sigreturn
                    either(131, 132), // sigaltstack
                    SyscallNumber.SCHED_YIELD,
                    SyscallNumber.SCHED_GETAFFINITY,
                    either(309, 168), // getcpu
                    either(140, 141), // getpriority
                    either(35, 101), // nanosleep
                    SyscallNumber.CLOCK_NANOSLEEP,
                    SyscallNumber.CLOCK_GETTIME,
                    SyscallNumber.CLOCK_GETRES,
                    either(96, 169), // gettimeofday
                    either(201, ABSENT), // time
                    SyscallNumber.GETRANDOM,
                    either(273, 99), // set_robust_list
                    either(218, 96), // set_tid_address
                    either(334, 293), // rseq
                    either(324, 283), // membarrier
                    either(219, 128), // restart_syscall
                    either(60, 93), // exit
                    SyscallNumber.EXIT_GROUP,
                    either(98, 165), // getrusage
                    either(97, 163), // getrlimit
                    either(99, 179), // sysinfo
                    SyscallNumber.UNAME,
                    SyscallNumber.GETPID,
                    SyscallNumber.GETPPID,
                    SyscallNumber.GETTID,
                    SyscallNumber.GETPGID,
                    SyscallNumber.GETUID,
                    SyscallNumber.GETEUID,
                    either(104, 176), // getgid
                    either(108, 177), // getegid
                    SyscallNumber.CAPGET);

    /// Files by descriptor, and by path for the JVM's own files.
    private static final List<Integer> FILES =
            List.of(
                    SyscallNumber.READ,
                    SyscallNumber.WRITE,
                    SyscallNumber.READV,
                    SyscallNumber.WRITEV,
                    SyscallNumber.PREAD64,
                    SyscallNumber.PWRITE64,
                    SyscallNumber.PREADV,
                    SyscallNumber.PWRITEV,
                    either(327, 286), // preadv2
                    either(328, 287), // pwritev2
                    either(326, 285), // copy_file_range
                    either(40, 71), // sendfile
                    SyscallNumber.SPLICE,
                    either(2, ABSENT), // open
                    SyscallNumber.OPENAT,
                    SyscallNumber.OPENAT2,
                    SyscallNumber.CLOSE,
                    SyscallNumber.CLOSE_RANGE,
                    either(4, ABSENT), // stat
                    either(5, 80), // fstat
                    either(6, ABSENT), // lstat
                    either(262, 79), // newfstatat
                    SyscallNumber.STATX,
                    SyscallNumber.STATFS,
                    SyscallNumber.FSTATFS,
                    either(21, ABSENT), // access
                    SyscallNumber.FACCESSAT,
                    SyscallNumber.FACCESSAT2,
                    either(89, ABSENT), // readlink
                    SyscallNumber.READLINKAT,
                    SyscallNumber.GETDENTS64,
                    SyscallNumber.GETCWD,
                    SyscallNumber.GETXATTR,
                    SyscallNumber.LSEEK,
                    SyscallNumber.FCNTL,
                    SyscallNumber.FLOCK,
                    either(32, 23), // dup
                    either(33, ABSENT), // dup2
                    SyscallNumber.DUP3,
                    SyscallNumber.MKDIRAT,
                    SyscallNumber.UNLINKAT,
                    SyscallNumber.RENAMEAT2,
                    SyscallNumber.LINKAT,
                    SyscallNumber.SYMLINKAT,
                    SyscallNumber.FCHMOD,
                    SyscallNumber.FCHMODAT,
                    SyscallNumber.FCHOWN,
                    SyscallNumber.FCHOWNAT,
                    SyscallNumber.UTIMENSAT,
                    SyscallNumber.FTRUNCATE,
                    SyscallNumber.FALLOCATE,
                    SyscallNumber.FADVISE64,
                    SyscallNumber.FSYNC,
                    SyscallNumber.FDATASYNC,
                    SyscallNumber.SYNC_FILE_RANGE,
                    SyscallNumber.UMASK);

    /// Waiting for descriptors.
    private static final List<Integer> WAITING =
            List.of(
                    SyscallNumber.PIPE2,
                    SyscallNumber.EVENTFD2,
                    SyscallNumber.EPOLL_CREATE1,
                    SyscallNumber.EPOLL_CTL,
                    SyscallNumber.EPOLL_PWAIT,
                    either(232, ABSENT), // epoll_wait
                    either(7, ABSENT), // poll
                    SyscallNumber.PPOLL,
                    either(23, ABSENT), // select
                    either(270, 72), // pselect6
                    SyscallNumber.TIMERFD_CREATE,
                    SyscallNumber.TIMERFD_SETTIME);

    /// Sockets that are there; what kinds may be made is a rule of its own. Unix sockets of the
    /// host are none of a guest's business, and Landlock does not watch their names.
    private static final List<Integer> SOCKETS =
            List.of(
                    SyscallNumber.BIND,
                    SyscallNumber.LISTEN,
                    either(43, 202), // accept
                    SyscallNumber.ACCEPT4,
                    SyscallNumber.CONNECT,
                    SyscallNumber.GETSOCKNAME,
                    SyscallNumber.GETPEERNAME,
                    SyscallNumber.GETSOCKOPT,
                    SyscallNumber.SETSOCKOPT,
                    SyscallNumber.SENDTO,
                    SyscallNumber.SENDMSG,
                    either(307, 269), // sendmmsg
                    SyscallNumber.RECVFROM,
                    SyscallNumber.RECVMSG,
                    either(299, 243), // recvmmsg
                    SyscallNumber.SHUTDOWN,
                    SyscallNumber.SOCKETPAIR);

    private GuestThreadProfile() {}

    /// Makes the filter.
    ///
    /// @param maySocket whether sockets of the Internet may be made
    /// @return the filter, the same for every guest of this process
    public static SeccompFilter filter(boolean maySocket) {
        Set<Integer> allowed = new HashSet<>(JVM);
        allowed.addAll(FILES);
        allowed.addAll(WAITING);
        allowed.addAll(SOCKETS);
        allowed.remove(ABSENT);
        SeccompFilter.Builder builder = SeccompFilter.builder().allow(allowed);
        addThreads(builder);
        addControls(builder);
        if (maySocket) {
            builder.allowWhen(SyscallNumber.SOCKET, ArgumentTest.is(0, AF_INET));
            builder.allowWhen(SyscallNumber.SOCKET, ArgumentTest.is(0, AF_INET6));
        }
        return builder.build(Errno.EPERM);
    }

    private static void addThreads(SeccompFilter.Builder builder) {
        // A thread in the same namespaces. What clone3(2) asks for cannot be seen: libc falls back.
        builder.allowWhen(
                CLONE, ArgumentTest.masked(0, CLONE_THREAD | CLONE_NEW_ANY, CLONE_THREAD));
        builder.refuse(SyscallNumber.CLONE3, Errno.ENOSYS);
        // The JVM and libc wake their own threads by signals.
        builder.allowWhen(SyscallNumber.TGKILL, ArgumentTest.is(0, CurrentProcess.pid()));
    }

    private static void addControls(SeccompFilter.Builder builder) {
        for (int option : List.of(PR_SET_NAME, PR_GET_NAME, PR_SET_VMA)) {
            builder.allowWhen(SyscallNumber.PRCTL, ArgumentTest.is(0, option));
        }
        for (int command : List.of(TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO)) {
            builder.allowWhen(SyscallNumber.IOCTL, ArgumentTest.is(1, command));
        }
        // Reading a limit: there is no pointer to a new one.
        builder.allowWhen(
                SyscallNumber.PRLIMIT64, ArgumentTest.is(2, 0), ArgumentTest.hasNoUpperHalf(2));
    }
}
