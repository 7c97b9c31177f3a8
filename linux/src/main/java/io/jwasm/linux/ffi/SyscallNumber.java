package io.jwasm.linux.ffi;

import io.jwasm.linux.Architecture;

/// Numbers of the system calls that this project may use, by architecture.
///
/// Sources: `arch/x86/entry/syscalls/syscall_64.tbl` for x86-64,
/// `include/uapi/asm-generic/unistd.h` for aarch64. Calls added since Linux 5.0 have one number
/// everywhere.
public final class SyscallNumber {

    /// accept4(2).
    public static final int ACCEPT4 = either(288, 242);

    /// bind(2).
    public static final int BIND = either(49, 200);

    /// capget(2).
    public static final int CAPGET = either(125, 90);

    /// capset(2).
    public static final int CAPSET = either(126, 91);

    /// chdir(2).
    public static final int CHDIR = either(80, 49);

    /// clock_getres(2).
    public static final int CLOCK_GETRES = either(229, 114);

    /// clock_gettime(2).
    public static final int CLOCK_GETTIME = either(228, 113);

    /// clock_nanosleep(2).
    public static final int CLOCK_NANOSLEEP = either(230, 115);

    /// clone3(2).
    public static final int CLONE3 = 435;

    /// close(2).
    public static final int CLOSE = either(3, 57);

    /// close_range(2).
    public static final int CLOSE_RANGE = 436;

    /// connect(2).
    public static final int CONNECT = either(42, 203);

    /// dup3(2).
    public static final int DUP3 = either(292, 24);

    /// epoll_create1(2).
    public static final int EPOLL_CREATE1 = either(291, 20);

    /// epoll_ctl(2).
    public static final int EPOLL_CTL = either(233, 21);

    /// epoll_pwait(2).
    public static final int EPOLL_PWAIT = either(281, 22);

    /// eventfd2(2).
    public static final int EVENTFD2 = either(290, 19);

    /// exit_group(2).
    public static final int EXIT_GROUP = either(231, 94);

    /// faccessat(2).
    public static final int FACCESSAT = either(269, 48);

    /// faccessat2(2).
    public static final int FACCESSAT2 = 439;

    /// fadvise64(2).
    public static final int FADVISE64 = either(221, 223);

    /// fallocate(2).
    public static final int FALLOCATE = either(285, 47);

    /// fchdir(2).
    public static final int FCHDIR = either(81, 50);

    /// fchmod(2).
    public static final int FCHMOD = either(91, 52);

    /// fchmodat(2).
    public static final int FCHMODAT = either(268, 53);

    /// fchown(2).
    public static final int FCHOWN = either(93, 55);

    /// fchownat(2).
    public static final int FCHOWNAT = either(260, 54);

    /// fcntl(2).
    public static final int FCNTL = either(72, 25);

    /// fdatasync(2).
    public static final int FDATASYNC = either(75, 83);

    /// flock(2).
    public static final int FLOCK = either(73, 32);

    /// fsconfig(2).
    public static final int FSCONFIG = 431;

    /// fsmount(2).
    public static final int FSMOUNT = 432;

    /// fsopen(2).
    public static final int FSOPEN = 430;

    /// fspick(2).
    public static final int FSPICK = 433;

    /// fstatfs(2).
    public static final int FSTATFS = either(138, 44);

    /// fsync(2).
    public static final int FSYNC = either(74, 82);

    /// ftruncate(2).
    public static final int FTRUNCATE = either(77, 46);

    /// getcwd(2).
    public static final int GETCWD = either(79, 17);

    /// getdents64(2).
    public static final int GETDENTS64 = either(217, 61);

    /// geteuid(2).
    public static final int GETEUID = either(107, 175);

    /// getpeername(2).
    public static final int GETPEERNAME = either(52, 205);

    /// getpgid(2).
    public static final int GETPGID = either(121, 155);

    /// getpid(2).
    public static final int GETPID = either(39, 172);

    /// getppid(2).
    public static final int GETPPID = either(110, 173);

    /// getrandom(2).
    public static final int GETRANDOM = either(318, 278);

    /// getsockname(2).
    public static final int GETSOCKNAME = either(51, 204);

    /// getsockopt(2).
    public static final int GETSOCKOPT = either(55, 209);

    /// gettid(2).
    public static final int GETTID = either(186, 178);

    /// getuid(2).
    public static final int GETUID = either(102, 174);

    /// getxattr(2).
    public static final int GETXATTR = either(191, 8);

    /// inotify_add_watch(2).
    public static final int INOTIFY_ADD_WATCH = either(254, 27);

    /// inotify_init1(2).
    public static final int INOTIFY_INIT1 = either(294, 26);

    /// ioctl(2).
    public static final int IOCTL = either(16, 29);

    /// kill(2).
    public static final int KILL = either(62, 129);

    /// landlock_add_rule(2).
    public static final int LANDLOCK_ADD_RULE = 445;

    /// landlock_create_ruleset(2).
    public static final int LANDLOCK_CREATE_RULESET = 444;

    /// landlock_restrict_self(2).
    public static final int LANDLOCK_RESTRICT_SELF = 446;

    /// linkat(2).
    public static final int LINKAT = either(265, 37);

    /// listen(2).
    public static final int LISTEN = either(50, 201);

    /// lseek(2).
    public static final int LSEEK = either(8, 62);

    /// madvise(2).
    public static final int MADVISE = either(28, 233);

    /// memfd_create(2).
    public static final int MEMFD_CREATE = either(319, 279);

    /// mkdirat(2).
    public static final int MKDIRAT = either(258, 34);

    /// mknodat(2).
    public static final int MKNODAT = either(259, 33);

    /// mount(2).
    public static final int MOUNT = either(165, 40);

    /// mount_setattr(2).
    public static final int MOUNT_SETATTR = 442;

    /// move_mount(2).
    public static final int MOVE_MOUNT = 429;

    /// openat(2).
    public static final int OPENAT = either(257, 56);

    /// openat2(2).
    public static final int OPENAT2 = 437;

    /// open_tree(2).
    public static final int OPEN_TREE = 428;

    /// pidfd_getfd(2).
    public static final int PIDFD_GETFD = 438;

    /// pidfd_open(2).
    public static final int PIDFD_OPEN = 434;

    /// pidfd_send_signal(2).
    public static final int PIDFD_SEND_SIGNAL = 424;

    /// pipe2(2).
    public static final int PIPE2 = either(293, 59);

    /// pivot_root(2).
    public static final int PIVOT_ROOT = either(155, 41);

    /// ppoll(2).
    public static final int PPOLL = either(271, 73);

    /// prctl(2).
    public static final int PRCTL = either(157, 167);

    /// pread64(2).
    public static final int PREAD64 = either(17, 67);

    /// preadv(2).
    public static final int PREADV = either(295, 69);

    /// prlimit64(2).
    public static final int PRLIMIT64 = either(302, 261);

    /// pwrite64(2).
    public static final int PWRITE64 = either(18, 68);

    /// pwritev(2).
    public static final int PWRITEV = either(296, 70);

    /// read(2).
    public static final int READ = either(0, 63);

    /// readlinkat(2).
    public static final int READLINKAT = either(267, 78);

    /// readv(2).
    public static final int READV = either(19, 65);

    /// recvfrom(2).
    public static final int RECVFROM = either(45, 207);

    /// recvmsg(2).
    public static final int RECVMSG = either(47, 212);

    /// renameat2(2).
    public static final int RENAMEAT2 = either(316, 276);

    /// rt_sigprocmask(2).
    public static final int RT_SIGPROCMASK = either(14, 135);

    /// sched_getaffinity(2).
    public static final int SCHED_GETAFFINITY = either(204, 123);

    /// sched_setaffinity(2).
    public static final int SCHED_SETAFFINITY = either(203, 122);

    /// sched_yield(2).
    public static final int SCHED_YIELD = either(24, 124);

    /// seccomp(2).
    public static final int SECCOMP = either(317, 277);

    /// sendmsg(2).
    public static final int SENDMSG = either(46, 211);

    /// sendto(2).
    public static final int SENDTO = either(44, 206);

    /// setfsgid(2).
    public static final int SETFSGID = either(123, 152);

    /// setfsuid(2).
    public static final int SETFSUID = either(122, 151);

    /// setgroups(2).
    public static final int SETGROUPS = either(116, 159);

    /// sethostname(2).
    public static final int SETHOSTNAME = either(170, 161);

    /// setitimer(2).
    public static final int SETITIMER = either(38, 103);

    /// setns(2).
    public static final int SETNS = either(308, 268);

    /// setpgid(2).
    public static final int SETPGID = either(109, 154);

    /// setpriority(2).
    public static final int SETPRIORITY = either(141, 140);

    /// setresgid(2).
    public static final int SETRESGID = either(119, 149);

    /// setresuid(2).
    public static final int SETRESUID = either(117, 147);

    /// setsid(2).
    public static final int SETSID = either(112, 157);

    /// setsockopt(2).
    public static final int SETSOCKOPT = either(54, 208);

    /// shutdown(2).
    public static final int SHUTDOWN = either(48, 210);

    /// socket(2).
    public static final int SOCKET = either(41, 198);

    /// socketpair(2).
    public static final int SOCKETPAIR = either(53, 199);

    /// splice(2).
    public static final int SPLICE = either(275, 76);

    /// statfs(2).
    public static final int STATFS = either(137, 43);

    /// statx(2).
    public static final int STATX = either(332, 291);

    /// symlinkat(2).
    public static final int SYMLINKAT = either(266, 36);

    /// sync_file_range(2).
    public static final int SYNC_FILE_RANGE = either(277, 84);

    /// tgkill(2).
    public static final int TGKILL = either(234, 131);

    /// timerfd_create(2).
    public static final int TIMERFD_CREATE = either(283, 85);

    /// timerfd_settime(2).
    public static final int TIMERFD_SETTIME = either(286, 86);

    /// umask(2).
    public static final int UMASK = either(95, 166);

    /// umount2(2).
    public static final int UMOUNT2 = either(166, 39);

    /// uname(2).
    public static final int UNAME = either(63, 160);

    /// unlinkat(2).
    public static final int UNLINKAT = either(263, 35);

    /// unshare(2).
    public static final int UNSHARE = either(272, 97);

    /// utimensat(2).
    public static final int UTIMENSAT = either(280, 88);

    /// wait4(2).
    public static final int WAIT4 = either(61, 260);

    /// waitid(2).
    public static final int WAITID = either(247, 95);

    /// write(2).
    public static final int WRITE = either(1, 64);

    /// writev(2).
    public static final int WRITEV = either(20, 66);

    private SyscallNumber() {}

    private static int either(int x8664, int aarch64) {
        return Architecture.either(x8664, aarch64);
    }
}
