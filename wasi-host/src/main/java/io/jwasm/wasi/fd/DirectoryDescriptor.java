package io.jwasm.wasi.fd;

import io.jwasm.linux.Errno;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.fs.ResolveFlags;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.fs.GuestPlace;
import io.jwasm.wasi.fs.Preopen;
import io.jwasm.wasi.fs.ResolveBase;
import io.jwasm.wasi.host.HostBudget;
import org.jspecify.annotations.Nullable;

/// A directory, given to the guest or opened by it.
public final class DirectoryDescriptor extends FileDescriptor implements ResolveBase {

    private static final int NONE = -1;
    private static final byte[] ITSELF = {'.'};

    private final Preopen root;
    private final boolean isPreopen;
    private final GuestPlace place;
    private @Nullable DirectoryEntries entries;
    private int contentFd = NONE;
    private @Nullable HostBudget chargedFor;

    private DirectoryDescriptor(Opened opened, Preopen root, GuestPlace place, boolean isPreopen) {
        super(opened);
        this.root = root;
        this.place = place;
        this.isPreopen = isPreopen;
        if (root.isReadOnly()) {
            keepUnchanged();
        }
    }

    /// Makes the descriptor for a preopen.
    ///
    /// @param root the preopen
    /// @return the descriptor, with every right
    public static DirectoryDescriptor preopen(Preopen root) {
        long rights = Rights.meaningfulFor(FileType.DIRECTORY);
        Opened opened = new Opened(root.hostFd(), false, FileType.DIRECTORY, rights, Rights.ALL, 0);
        return new DirectoryDescriptor(opened, root, GuestPlace.of(root.guestPath()), true);
    }

    /// Makes the descriptor for a directory that the guest opened.
    ///
    /// @param opened the host's descriptor and what may be done with it
    /// @param parent the directory that it was opened from
    /// @param place where the guest finds it
    /// @return the descriptor
    public static DirectoryDescriptor opened(
            Opened opened, DirectoryDescriptor parent, GuestPlace place) {
        long rights = opened.rights() & Rights.meaningfulFor(FileType.DIRECTORY);
        Opened narrowed =
                new Opened(
                        opened.hostFd(),
                        opened.isOwned(),
                        opened.type(),
                        rights,
                        opened.inheriting(),
                        opened.flags());
        return new DirectoryDescriptor(narrowed, parent.root, place, false);
    }

    @Override
    public Preopen root() {
        return root;
    }

    @Override
    public GuestPlace place() {
        return place;
    }

    /// Tells whether this is a preopen itself.
    ///
    /// @return false when the guest opened it
    public boolean isPreopen() {
        return isPreopen;
    }

    /// A descriptor that the directory can be listed and synchronised by. That of a preopen may no
    /// more than name it (`O_PATH`), and others may read by it: the guest gets one of its own, the
    /// first time that it needs it, kept until this is closed.
    ///
    /// @param calls opens it
    /// @return the descriptor's number, or the negated error number
    public long contentFd(PathCalls calls) {
        if (!isPreopen) {
            return hostFd();
        }
        if (contentFd == NONE) {
            int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
            long opened = calls.openAt2(hostFd(), ITSELF, flags, 0, ResolveFlags.RESOLVE_BENEATH);
            if (opened < 0) {
                return opened;
            }
            contentFd = (int) opened;
        }
        return contentFd;
    }

    /// Where reading the directory stands; it is kept until the descriptor is closed.
    ///
    /// @param budget is charged for it the first time
    /// @return its entries; null when there is no memory for them
    public @Nullable DirectoryEntries entries(HostBudget budget) {
        if (entries == null && budget.tryReserve(DirectoryEntries.CHUNK_BYTES)) {
            entries = new DirectoryEntries();
            chargedFor = budget;
        }
        return entries;
    }

    @Override
    void close() {
        super.close();
        if (contentFd != NONE) {
            FileCalls.close(contentFd);
            contentFd = NONE;
        }
        if (chargedFor != null) {
            chargedFor.release(DirectoryEntries.CHUNK_BYTES);
            chargedFor = null;
            entries = null;
        }
    }

    @Override
    public long read(GuestIo io, int length) {
        return -Errno.EISDIR;
    }

    @Override
    public long write(GuestIo io, int length) {
        return -Errno.EISDIR;
    }

    @Override
    public boolean readsToTheEnd() {
        return false;
    }

    /// No flag means anything here.
    @Override
    public io.jwasm.wasi.errno.Errno changeFlags(int newFlags) {
        flags(newFlags);
        return io.jwasm.wasi.errno.Errno.SUCCESS;
    }
}
