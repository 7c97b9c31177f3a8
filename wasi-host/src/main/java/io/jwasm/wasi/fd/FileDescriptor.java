package io.jwasm.wasi.fd;

import io.jwasm.linux.fs.FileCalls;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fs.FileType;

/// What a guest's descriptor number stands for. Confined to the guest's thread.
///
/// Reading and writing move bytes between the host's descriptor and the start of the guest's
/// transfer buffer, in raw form: a count, or the negated error number of Linux.
public abstract sealed class FileDescriptor
        permits DirectoryDescriptor, FileOnDisk, StreamDescriptor, SocketDescriptor {

    private final int hostFd;
    private final boolean isOwned;
    private final FileType type;
    private long rights;
    private long inheriting;
    private int flags;
    private boolean isReadOnly;

    /// Takes note of what was opened.
    ///
    /// @param opened the host's descriptor and what may be done with it
    FileDescriptor(Opened opened) {
        this.hostFd = opened.hostFd();
        this.isOwned = opened.isOwned();
        this.type = opened.type();
        this.rights = opened.rights();
        this.inheriting = opened.inheriting();
        this.flags = opened.flags();
    }

    /// What a descriptor is made from.
    ///
    /// @param hostFd the host's descriptor
    /// @param isOwned whether closing the guest's descriptor closes the host's
    /// @param type the kind of file
    /// @param rights what may be done with it
    /// @param inheriting what may be done with what is opened through it
    /// @param flags the guest's flags, of [FdFlags]
    public record Opened(
            int hostFd, boolean isOwned, FileType type, long rights, long inheriting, int flags) {}

    /// The host's descriptor.
    ///
    /// @return its number
    public final int hostFd() {
        return hostFd;
    }

    /// The kind of file.
    ///
    /// @return the type
    public final FileType type() {
        return type;
    }

    /// What may be done with it.
    ///
    /// @return bits of [Rights]
    public final long rights() {
        return rights;
    }

    /// What may be done with what is opened through it.
    ///
    /// @return bits of [Rights]
    public final long inheriting() {
        return inheriting;
    }

    /// The guest's flags.
    ///
    /// @return bits of [FdFlags]
    public final int flags() {
        return flags;
    }

    /// Takes note of flags that have been set.
    ///
    /// @param flags bits of [FdFlags]
    final void flags(int flags) {
        this.flags = flags;
    }

    /// Tells whether calls answer `again` instead of blocking.
    ///
    /// @return true with [FdFlags#NONBLOCK]
    public final boolean isNonBlocking() {
        return (flags & FdFlags.NONBLOCK) != 0;
    }

    /// Takes note that the file was given for reading only, times included.
    public final void keepUnchanged() {
        isReadOnly = true;
    }

    /// Tells whether the file was given for reading only.
    ///
    /// @return true when neither it nor its times may be changed
    public final boolean isReadOnly() {
        return isReadOnly;
    }

    /// Tells whether all of some rights are held.
    ///
    /// @param needed bits of [Rights]
    /// @return false when one is missing
    public final boolean may(long needed) {
        return (rights & needed) == needed;
    }

    /// Gives rights away for good.
    ///
    /// @param newRights those to keep
    /// @param newInheriting those to keep for what is opened through it
    /// @return [Errno#NOTCAPABLE] when one of them was not held
    public final Errno narrow(long newRights, long newInheriting) {
        if ((newRights & ~rights) != 0 || (newInheriting & ~inheriting) != 0) {
            return Errno.NOTCAPABLE;
        }
        rights = newRights;
        inheriting = newInheriting;
        return Errno.SUCCESS;
    }

    /// Reads once; waits for something to read unless the descriptor is non-blocking.
    ///
    /// @param io the guest's buffers
    /// @param length the most to read
    /// @return the count, 0 at the end, or a negated error number
    public abstract long read(GuestIo io, int length);

    /// Writes once; waits for room unless the descriptor is non-blocking.
    ///
    /// @param io the guest's buffers
    /// @param length how many bytes
    /// @return the count, which may be less, or a negated error number
    public abstract long write(GuestIo io, int length);

    /// Sets the guest's flags.
    ///
    /// @param newFlags bits of [FdFlags]
    /// @return why not, or [Errno#SUCCESS]
    public abstract Errno changeFlags(int newFlags);

    /// Tells whether a read that got less than it asked for is worth another: more may be there
    /// without waiting.
    ///
    /// @return true for files on a disk
    public abstract boolean readsToTheEnd();

    /// Closes the host's descriptor if it is the guest's.
    void close() {
        if (isOwned) {
            FileCalls.close(hostFd);
        }
    }
}
