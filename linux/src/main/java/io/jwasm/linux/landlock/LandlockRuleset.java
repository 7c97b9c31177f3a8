package io.jwasm.linux.landlock;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.process.CurrentThread;

/// Rules that a thread puts upon itself for good: of all files, only those below named directories.
///
/// A directory counts wherever it is mounted, and nowhere when it is reached from outside of it, so
/// rules on a mount that is attached nowhere hold too. Descriptors that are open stay usable.
///
/// Confined to one thread; its owner closes it, before or after [#restrictThread].
public final class LandlockRuleset implements AutoCloseable {

    private static final int RULE_PATH_BENEATH = 1;
    private static final int ATTR_BYTES = 24; // struct landlock_ruleset_attr: fs, net, scoped
    private static final int PATH_BENEATH_BYTES = 12; // allowed_access, parent_fd; packed

    private final long fileRights;
    private final HostFd ruleset;

    private LandlockRuleset(long fileRights, HostFd ruleset) {
        this.fileRights = fileRights;
        this.ruleset = ruleset;
    }

    /// Makes a ruleset that allows nothing on files and no abstract unix sockets of outside
    /// processes, as far as the kernel knows of these.
    ///
    /// It leaves signals alone: the kernel asks a thread's Landlock, too, before it delivers the
    /// signal of a parent's death (prctl(2), `PR_SET_PDEATHSIG`), and a child that the thread made
    /// before would outlive it.
    ///
    /// @param version what [Landlock#version] told, greater than 0
    /// @param mayUseTcp whether binding and connecting of TCP sockets stays as it is
    /// @return the ruleset
    /// @throws ErrnoException when landlock_create_ruleset(2) fails
    public static LandlockRuleset create(int version, boolean mayUseTcp) throws ErrnoException {
        long fileRights = Landlock.fileRights(version);
        boolean hasNet = Landlock.hasNet(version) && !mayUseTcp;
        try (NativeBuffer attributes = NativeBuffer.allocate(ATTR_BYTES)) {
            attributes.putLong(0, fileRights);
            attributes.putLong(8, hasNet ? Landlock.ACCESS_NET_ALL : 0);
            attributes.putLong(
                    16, Landlock.hasScope(version) ? Landlock.SCOPE_ABSTRACT_UNIX_SOCKET : 0);
            // Older kernels take a longer structure when what they do not know is zero.
            long result =
                    Native.syscall(
                            SyscallNumber.LANDLOCK_CREATE_RULESET,
                            attributes.address(),
                            ATTR_BYTES,
                            0);
            return new LandlockRuleset(
                    fileRights,
                    new HostFd(
                            (int)
                                    ErrnoException.check(
                                            "landlock_create_ruleset", result, version)));
        }
    }

    /// Allows access to a directory and all below it.
    ///
    /// @param directory the directory; `O_PATH` is enough
    /// @param access what is allowed
    /// @return this ruleset
    /// @throws ErrnoException when landlock_add_rule(2) fails
    public LandlockRuleset allowTree(HostFd directory, LandlockAccess access)
            throws ErrnoException {
        add(directory, access.onTree(fileRights));
        return this;
    }

    /// Allows access to one file.
    ///
    /// @param file the file, no directory; `O_PATH` is enough
    /// @param access what is allowed
    /// @return this ruleset
    /// @throws ErrnoException when landlock_add_rule(2) fails
    public LandlockRuleset allowFile(HostFd file, LandlockAccess access) throws ErrnoException {
        add(file, access.onFile(fileRights));
        return this;
    }

    private void add(HostFd parent, long rights) throws ErrnoException {
        try (NativeBuffer rule = NativeBuffer.allocate(PATH_BENEATH_BYTES)) {
            rule.putLong(0, rights);
            rule.putInt(8, parent.number());
            long result =
                    Native.syscall(
                            SyscallNumber.LANDLOCK_ADD_RULE,
                            ruleset.number(),
                            RULE_PATH_BENEATH,
                            rule.address(),
                            0,
                            0,
                            0);
            ErrnoException.check("landlock_add_rule", result, parent);
        }
    }

    /// Puts the rules upon the calling thread, and on all threads and processes that it makes from
    /// now on.
    ///
    /// @throws ErrnoException when landlock_restrict_self(2) fails, EPERM when the thread has
    ///   neither given up new privileges nor has CAP_SYS_ADMIN
    /// @throws IllegalStateException on a virtual thread
    public void restrictThread() throws ErrnoException {
        CurrentThread.requirePlatform("landlock_restrict_self");
        long result = Native.syscall(SyscallNumber.LANDLOCK_RESTRICT_SELF, ruleset.number(), 0, 0);
        ErrnoException.check("landlock_restrict_self", result, "thread");
    }

    /// Closes the ruleset; what it has restricted stays restricted. A second call does nothing.
    @Override
    public void close() {
        ruleset.close();
    }
}
