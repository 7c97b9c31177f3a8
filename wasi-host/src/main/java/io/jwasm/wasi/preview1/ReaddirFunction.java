package io.jwasm.wasi.preview1;

import io.jwasm.linux.fs.PathCalls;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fd.DirectoryEntries;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.Arrays;
import java.util.List;

/// `fd_readdir`.
final class ReaddirFunction implements Family {

    private static final int DIRENT_BYTES = 24; // d_next, d_ino, d_namlen, d_type
    private static final int DT_UNKNOWN = 0;

    private final HostState state;
    private final byte[] header = new byte[DIRENT_BYTES];

    ReaddirFunction(HostState state) {
        this.state = state;
    }

    @Override
    public List<Offer> find(String name) {
        return name.equals("fd_readdir") ? Family.offer("iiiIi", this::readdir) : List.of();
    }

    private Errno readdir(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        if (fd == null) {
            return Errno.BADF;
        }
        if (!(fd instanceof DirectoryDescriptor directory)) {
            return Errno.NOTDIR;
        }
        if (!directory.may(Rights.FD_READDIR)) {
            return Errno.NOTCAPABLE;
        }
        int buffer = (int) args[1];
        int length = (int) args[2];
        memory.check(buffer, length);
        memory.check((int) args[4], Integer.BYTES);
        DirectoryEntries entries = directory.entries(state.budget());
        if (entries == null) {
            return Errno.NOMEM;
        }
        long result = fill(memory, new Reading(directory, entries), buffer, length, args[3]);
        if (result < 0) {
            return Errno.ofResult(result);
        }
        memory.putInt((int) args[4], (int) result);
        return Errno.SUCCESS;
    }

    /// A directory and where reading it stands.
    private record Reading(DirectoryDescriptor directory, DirectoryEntries entries) {}

    /// Fills the guest's buffer; the last entry is cut where the buffer ends, which tells the guest
    /// that there is more.
    private long fill(GuestMemory memory, Reading reading, int buffer, int size, long cookie) {
        DirectoryEntries entries = reading.entries();
        long opened = reading.directory().contentFd(state.paths());
        if (opened < 0) {
            return opened;
        }
        int hostFd = (int) opened;
        long sought = entries.seek(hostFd, cookie);
        if (sought < 0) {
            return sought;
        }
        long room = Integer.toUnsignedLong(size);
        long used = 0;
        while (used < room) {
            long result = entries.fill(hostFd, state.io());
            if (result < 0 && used == 0) {
                return result;
            }
            if (result <= 0) {
                break;
            }
            used += write(memory, reading, buffer + (int) used, room - used);
            entries.advance();
            state.io().control().checkpoint();
        }
        return used;
    }

    private long write(GuestMemory memory, Reading reading, int at, long room) {
        DirectoryEntries entries = reading.entries();
        int nameLength = entries.nameLength();
        int headerPart = (int) Math.min(room, DIRENT_BYTES);
        if (headerPart == DIRENT_BYTES) {
            memory.putLong(at, entries.cookie());
            memory.putLong(at + 8, inode(reading, nameLength));
            memory.putInt(at + 16, nameLength);
            memory.putInt(at + 20, type(reading, nameLength).code());
        } else {
            encode(reading, nameLength);
            memory.put(at, header, 0, headerPart);
        }
        int namePart = (int) Math.min(room - headerPart, nameLength);
        memory.put(at + headerPart, entries.bytes(), entries.nameOffset(), namePart);
        return (long) headerPart + namePart;
    }

    /// The header for when not all of it fits.
    private void encode(Reading reading, int nameLength) {
        put(0, reading.entries().cookie(), Long.BYTES);
        put(8, inode(reading, nameLength), Long.BYTES);
        put(16, nameLength, Integer.BYTES);
        put(20, type(reading, nameLength).code(), Integer.BYTES);
    }

    /// The parent of a preopen is not the guest's business: it is shown as its own parent, as a
    /// root is.
    private long inode(Reading reading, int nameLength) {
        DirectoryDescriptor directory = reading.directory();
        DirectoryEntries entries = reading.entries();
        byte[] bytes = entries.bytes();
        int name = entries.nameOffset();
        boolean isParent = nameLength == 2 && bytes[name] == '.' && bytes[name + 1] == '.';
        if (!isParent || !isRoot(directory)) {
            return entries.inode();
        }
        return state.paths().statx(directory.hostFd()) == 0 ? state.paths().status().inode() : 0;
    }

    /// Tells whether a directory is its preopen, be it as it was given or opened as `.`.
    private boolean isRoot(DirectoryDescriptor directory) {
        PathCalls paths = state.paths();
        if (directory.isPreopen()) {
            return true;
        }
        if (paths.statx(directory.hostFd()) != 0) {
            return true;
        }
        long inode = paths.status().inode();
        long device = paths.status().device();
        return paths.statx(directory.root().hostFd()) != 0
                || (inode == paths.status().inode() && device == paths.status().device());
    }

    private FileType type(Reading reading, int nameLength) {
        DirectoryEntries entries = reading.entries();
        if (entries.type() != DT_UNKNOWN) {
            return FileType.ofDirectoryEntry(entries.type());
        }
        // A file system that does not say: ask for the file itself.
        int start = entries.nameOffset();
        byte[] name = Arrays.copyOfRange(entries.bytes(), start, start + nameLength);
        long result =
                state.paths()
                        .statx(reading.directory().hostFd(), name, PathCalls.AT_SYMLINK_NOFOLLOW);
        return result == 0 ? FileType.ofMode(state.paths().status().type()) : FileType.UNKNOWN;
    }

    private void put(int at, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            header[at + i] = (byte) (value >> (8 * i));
        }
    }
}
