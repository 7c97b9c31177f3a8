package io.jwasm.linux.namespace;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.process.CurrentThread;
import java.util.Collection;

/// A kind of [namespace](https://man7.org/linux/man-pages/man7/namespaces.7.html) that one thread
/// can change for itself while the rest of the JVM stays where it is.
///
/// Sockets, processes and threads that the thread makes afterwards are in its namespaces, so it
/// must be one that makes no thread for others and ends with its container. Each method throws
/// `IllegalStateException` on a virtual thread: the change would stick to the carrier and reach
/// whatever runs on it next.
public enum Namespace {
    /// Network devices, addresses, ports.
    NETWORK("net", 0x40000000),
    /// Host and domain name.
    UTS("uts", 0x04000000),
    /// System V IPC and POSIX message queues.
    IPC("ipc", 0x08000000),
    /// The view of control groups.
    CGROUP("cgroup", 0x02000000),
    /// Process ids, of the processes that the thread makes from then on; the thread itself stays
    /// where it is. While the two differ it can make no threads: enter [#pathOfCurrentThread]
    /// again.
    PID("pid", 0x20000000);

    private final String fileName;
    private final int flag;

    Namespace(String fileName, int flag) {
        this.fileName = fileName;
        this.flag = flag;
    }

    /// Moves the calling thread into a namespace of this kind.
    ///
    /// @param path a file such as `/proc/PID/ns/net` or `/var/run/netns/NAME`
    /// @throws ErrnoException when it cannot be opened, or setns(2) fails: EINVAL when it is of
    ///   another kind, EPERM without CAP_SYS_ADMIN
    public void enter(String path) throws ErrnoException {
        CurrentThread.requirePlatform("setns");
        try (HostFd file = Descriptors.open(path, OpenFlags.O_RDONLY, 0)) {
            long result = Native.syscall(SyscallNumber.SETNS, file.number(), flag, 0);
            ErrnoException.check("setns", result, path);
        }
    }

    /// Moves the calling thread into new namespaces.
    ///
    /// @param kinds of which kinds; none does nothing
    /// @throws ErrnoException when unshare(2) fails: EPERM, ENOSPC at a limit of namespaces
    public static void unshare(Collection<Namespace> kinds) throws ErrnoException {
        CurrentThread.requirePlatform("unshare");
        int flags = 0;
        for (Namespace kind : kinds) {
            flags |= kind.flag;
        }
        if (flags != 0) {
            long result = Native.syscall(SyscallNumber.UNSHARE, flags, 0, 0);
            ErrnoException.check("unshare", result, kinds);
        }
    }

    /// The file that stands for a process's namespace of this kind.
    ///
    /// @param pid the process
    /// @return such as `/proc/123/ns/net`
    public String pathOf(int pid) {
        return "/proc/" + pid + "/ns/" + fileName;
    }

    /// The file that stands for the calling thread's namespace of this kind.
    ///
    /// @return a path that each thread resolves for itself; `/proc/self` would be the first
    ///   thread's
    public String pathOfCurrentThread() {
        return "/proc/thread-self/ns/" + fileName;
    }
}
