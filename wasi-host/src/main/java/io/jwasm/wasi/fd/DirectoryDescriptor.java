package io.jwasm.wasi.fd;

import io.jwasm.linux.Errno;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.fs.Preopen;
import org.jspecify.annotations.Nullable;

/// A directory, given to the guest or opened by it.
public final class DirectoryDescriptor extends FileDescriptor {

    private final Preopen root;
    private final boolean isPreopen;
    private @Nullable DirectoryEntries entries;

    private DirectoryDescriptor(Opened opened, Preopen root, boolean isPreopen) {
        super(opened);
        this.root = root;
        this.isPreopen = isPreopen;
    }

    /// Makes the descriptor for a preopen.
    ///
    /// @param root the preopen
    /// @return the descriptor, with every right
    public static DirectoryDescriptor preopen(Preopen root) {
        long rights = Rights.meaningfulFor(FileType.DIRECTORY);
        Opened opened = new Opened(root.hostFd(), false, FileType.DIRECTORY, rights, Rights.ALL, 0);
        return new DirectoryDescriptor(opened, root, true);
    }

    /// Makes the descriptor for a directory that the guest opened.
    ///
    /// @param opened the host's descriptor and what may be done with it
    /// @param root the preopen that it was opened below
    /// @return the descriptor
    public static DirectoryDescriptor opened(Opened opened, Preopen root) {
        long rights = opened.rights() & Rights.meaningfulFor(FileType.DIRECTORY);
        Opened narrowed =
                new Opened(
                        opened.hostFd(),
                        opened.isOwned(),
                        opened.type(),
                        rights,
                        opened.inheriting(),
                        opened.flags());
        return new DirectoryDescriptor(narrowed, root, false);
    }

    /// The preopen that bounds paths.
    ///
    /// @return the preopen
    public Preopen root() {
        return root;
    }

    /// Tells whether this is a preopen itself.
    ///
    /// @return false when the guest opened it
    public boolean isPreopen() {
        return isPreopen;
    }

    /// Where reading the directory stands.
    ///
    /// @return its entries
    public DirectoryEntries entries() {
        DirectoryEntries current = entries;
        if (current == null) {
            current = new DirectoryEntries();
            entries = current;
        }
        return current;
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
