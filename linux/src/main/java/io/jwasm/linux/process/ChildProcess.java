package io.jwasm.linux.process;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.NativeStringArray;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Spawns children by [posix_spawn(3)](https://man7.org/linux/man-pages/man3/posix_spawn.3.html).
///
/// The calling thread becomes the parent in the kernel's eyes: the child inherits its namespaces
/// and credentials, and a parent-death signal fires when that thread ends. Signals are unblocked
/// and set to their defaults, because the JVM blocks and handles some.
public final class ChildProcess {

    private static final MemorySegment SPAWN = Native.find("posix_spawn");
    private static final MemorySegment ATTR_INIT = Native.find("posix_spawnattr_init");
    private static final MemorySegment ATTR_DESTROY = Native.find("posix_spawnattr_destroy");
    private static final MemorySegment SET_FLAGS = Native.find("posix_spawnattr_setflags");
    private static final MemorySegment SET_DEFAULTS = Native.find("posix_spawnattr_setsigdefault");
    private static final MemorySegment SET_MASK = Native.find("posix_spawnattr_setsigmask");

    private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int POSIX_SPAWN_SETSID = 0x80;
    private static final int F_DUPFD_CLOEXEC = 1030;

    // Memory of one spawn; glibc and musl need 336 bytes for the attributes, 128 for a sigset_t.
    private static final long PID = 0;
    private static final long SIGNALS = 16;
    private static final int SIGNALS_BYTES = 128;
    private static final long ATTRIBUTES = SIGNALS + SIGNALS_BYTES;
    private static final long SPAWN_BYTES = ATTRIBUTES + 512;

    private ChildProcess() {}

    /// Spawns a child.
    ///
    /// Descriptors of the JVM that are not closed on exec are closed where libc can (glibc 2.34 and
    /// newer); ours all are.
    ///
    /// @param request what to execute
    /// @return the child; the caller closes it, or gives it to a [ProcessReaper]
    /// @throws ErrnoException when posix_spawn(3) fails, ENOENT when there is no such file
    /// @throws IllegalStateException on a virtual thread
    public static Pidfd spawn(SpawnRequest request) throws ErrnoException {
        CurrentThread.requirePlatform("posix_spawn");
        List<HostFd> sources = new ArrayList<>();
        try (NativeBuffer memory = NativeBuffer.allocate(SPAWN_BYTES);
                SpawnFileActions actions = new SpawnFileActions()) {
            pass(request.descriptors(), actions, sources);
            setAttributes(memory, request.leadsSession());
            try {
                start(request, memory, actions);
            } finally {
                call(ATTR_DESTROY, memory.address() + ATTRIBUTES, 0);
            }
            return Pidfd.open(memory.getInt(PID));
        } finally {
            sources.forEach(HostFd::close);
        }
    }

    /// Copies each descriptor above all of the child's numbers first, so that no number is
    /// overwritten before it was copied.
    private static void pass(
            Map<Integer, HostFd> descriptors, SpawnFileActions actions, List<HostFd> sources)
            throws ErrnoException {
        int beyond = descriptors.keySet().stream().mapToInt(number -> number + 1).max().orElse(0);
        beyond = Math.max(beyond, 3);
        for (Map.Entry<Integer, HostFd> entry : descriptors.entrySet()) {
            long copy =
                    Native.syscall(
                            SyscallNumber.FCNTL,
                            entry.getValue().number(),
                            F_DUPFD_CLOEXEC,
                            beyond);
            HostFd source = new HostFd((int) ErrnoException.check("fcntl", copy, entry.getValue()));
            sources.add(source);
            actions.duplicate(source.number(), entry.getKey());
        }
        actions.closeFrom(beyond);
    }

    private static void setAttributes(NativeBuffer memory, boolean leadsSession)
            throws ErrnoException {
        long attributes = memory.address() + ATTRIBUTES;
        long signals = memory.address() + SIGNALS;
        check("posix_spawnattr_init", call(ATTR_INIT, attributes, 0));
        int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
        flags |= leadsSession ? POSIX_SPAWN_SETSID : 0;
        check("posix_spawnattr_setflags", call(SET_FLAGS, attributes, flags));
        check("posix_spawnattr_setsigmask", call(SET_MASK, attributes, signals)); // blocks none
        for (int i = 0; i < SIGNALS_BYTES; i++) {
            memory.putByte(SIGNALS + i, (byte) 0xff);
        }
        check("posix_spawnattr_setsigdefault", call(SET_DEFAULTS, attributes, signals));
    }

    private static void start(SpawnRequest request, NativeBuffer memory, SpawnFileActions actions)
            throws ErrnoException {
        try (NativeBuffer file = NativeBuffer.ofCString(request.file());
                NativeStringArray arguments = NativeStringArray.of(request.arguments());
                NativeStringArray environment = NativeStringArray.of(request.environment())) {
            int error =
                    (int)
                            Native.call(
                                    SPAWN,
                                    memory.address() + PID,
                                    file.address(),
                                    actions.address(),
                                    memory.address() + ATTRIBUTES,
                                    arguments.address(),
                                    environment.address(),
                                    0);
            ErrnoException.check("posix_spawn", -error, request.file());
        }
    }

    private static int call(MemorySegment function, long first, long second) {
        return (int) Native.call(function, first, second, 0, 0, 0, 0, 0);
    }

    /// These functions answer the error number itself.
    private static void check(String call, int error) throws ErrnoException {
        ErrnoException.check(call, -error, "spawn attributes");
    }
}
