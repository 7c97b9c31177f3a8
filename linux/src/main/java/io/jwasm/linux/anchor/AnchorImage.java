package io.jwasm.linux.anchor;

import io.jwasm.linux.Architecture;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.process.CurrentProcess;

/// An executable file of this process's anchors, made once for those with a terminal and once for
/// the others.
///
/// Thread-safe. The owner closes it when no more anchors are to be spawned; those that run go on.
public final class AnchorImage implements AutoCloseable {

    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_EXEC = 0x10;
    private static final int F_ADD_SEALS = 1033;
    private static final int ALL_SEALS = 0xf; // F_SEAL_SEAL, _SHRINK, _GROW, _WRITE
    private static final int OWNER_MAY_EXECUTE = 0500;

    private final HostFd file;

    private AnchorImage(HostFd file) {
        this.file = file;
    }

    /// Makes the executable in memory or, where that is forbidden, in a directory.
    ///
    /// @param directory a directory for [#inDirectory]
    /// @return the image
    /// @throws ErrnoException when neither works
    public static AnchorImage create(String directory) throws ErrnoException {
        return create(directory, elf(false));
    }

    /// Makes the executable of anchors that have a terminal ([Anchor#spawnOnTerminal]), in memory
    /// or, where that is forbidden, in a directory.
    ///
    /// @param directory a directory for [#inDirectory]
    /// @return the image
    /// @throws ErrnoException when neither works
    public static AnchorImage createForTerminals(String directory) throws ErrnoException {
        return create(directory, elf(true));
    }

    private static AnchorImage create(String directory, byte[] elf) throws ErrnoException {
        try {
            return inMemory(elf);
        } catch (ErrnoException forbidden) {
            try {
                return inDirectory(directory, elf);
            } catch (ErrnoException failure) {
                failure.addSuppressed(forbidden);
                throw failure;
            }
        }
    }

    /// Makes the executable in memory, sealed against changes.
    ///
    /// No directory is needed, so one that forbids execution (`/run` is often mounted noexec) does
    /// not matter.
    ///
    /// @return the image
    /// @throws ErrnoException when memfd_create(2) fails, EACCES where the sysctl `vm.memfd_noexec`
    ///   forbids executable ones: then [#inDirectory] is left
    public static AnchorImage inMemory() throws ErrnoException {
        return inMemory(elf(false));
    }

    private static AnchorImage inMemory(byte[] elf) throws ErrnoException {
        HostFd file = memoryFile();
        try {
            write(file, elf);
            long result =
                    Native.syscall(SyscallNumber.FCNTL, file.number(), F_ADD_SEALS, ALL_SEALS);
            ErrnoException.check("fcntl", result, "anchor image");
            return new AnchorImage(file);
        } catch (ErrnoException failure) {
            file.close();
            throw failure;
        }
    }

    private static HostFd memoryFile() throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString("jwasm-anchor")) {
            int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
            long result =
                    Native.syscall(SyscallNumber.MEMFD_CREATE, name.address(), flags | MFD_EXEC, 0);
            if (result == -Errno.EINVAL) { // before Linux 6.3, where all are executable
                result = Native.syscall(SyscallNumber.MEMFD_CREATE, name.address(), flags, 0);
            }
            return new HostFd((int) ErrnoException.check("memfd_create", result, "jwasm-anchor"));
        }
    }

    /// Makes the executable as an unnamed file of a directory, which leaves nothing to remove.
    ///
    /// @param directory a directory on a file system that supports `O_TMPFILE` and permits
    ///   execution
    /// @return the image
    /// @throws ErrnoException when the file cannot be made or written
    public static AnchorImage inDirectory(String directory) throws ErrnoException {
        return inDirectory(directory, elf(false));
    }

    private static AnchorImage inDirectory(String directory, byte[] elf) throws ErrnoException {
        try (HostFd writable =
                Descriptors.open(
                        directory, OpenFlags.O_TMPFILE | OpenFlags.O_RDWR, OWNER_MAY_EXECUTE)) {
            write(writable, elf);
            // A file that is open for writing cannot be executed: go on with one that is not.
            return new AnchorImage(
                    Descriptors.open("/proc/self/fd/" + writable.number(), OpenFlags.O_RDONLY, 0));
        }
    }

    private static byte[] elf(boolean hasTerminal) {
        return AnchorElf.emit(Architecture.current(), CurrentProcess.pid(), hasTerminal);
    }

    private static void write(HostFd file, byte[] elf) throws ErrnoException {
        try (IoBuffer buffer = new IoBuffer(elf.length)) {
            if (buffer.write(file, elf, 0, elf.length) != elf.length) {
                throw new ErrnoException("write", Errno.ENOSPC, "anchor image");
            }
        }
    }

    /// The open file, which a child executes through its own number for it.
    HostFd file() {
        return file;
    }

    /// Closes the file; a second call does nothing.
    @Override
    public void close() {
        file.close();
    }
}
