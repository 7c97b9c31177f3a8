package io.jwasm.wasi.fd;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.wasi.errno.Errno;

/// A regular file or a block device: it has an offset and never makes anybody wait for a peer.
public final class FileOnDisk extends FileDescriptor {

    private static final int FIXED_FLAGS = FdFlags.DSYNC | FdFlags.RSYNC | FdFlags.SYNC;

    /// Creates the descriptor.
    ///
    /// @param opened the host's descriptor and what may be done with it
    public FileOnDisk(Opened opened) {
        super(opened);
    }

    @Override
    public long read(GuestIo io, int length) {
        return io.buffer().read(hostFd(), length);
    }

    @Override
    public long write(GuestIo io, int length) {
        return io.buffer().write(hostFd(), length);
    }

    @Override
    public boolean readsToTheEnd() {
        return true;
    }

    /// The kernel lets `append` be changed, and the flags for synchronous writes not.
    @Override
    public Errno changeFlags(int newFlags) {
        if (((newFlags ^ flags()) & FIXED_FLAGS) != 0) {
            return Errno.NOTSUP;
        }
        if (((newFlags ^ flags()) & FdFlags.APPEND) != 0) {
            int append = (newFlags & FdFlags.APPEND) != 0 ? OpenFlags.O_APPEND : 0;
            long current = FileCalls.statusFlags(hostFd());
            long result =
                    current < 0
                            ? current
                            : FileCalls.setStatusFlags(
                                    hostFd(), ((int) current & ~OpenFlags.O_APPEND) | append);
            if (result < 0) {
                return Errno.ofResult(result);
            }
        }
        flags(newFlags);
        return Errno.SUCCESS;
    }
}
