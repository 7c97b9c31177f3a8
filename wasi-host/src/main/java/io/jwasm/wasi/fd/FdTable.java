package io.jwasm.wasi.fd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The guest's descriptors by number; the lowest free number is given first. Confined to the
/// guest's thread.
public final class FdTable implements AutoCloseable {

    /// The most descriptors that a guest has at once, so that it cannot use up those of the daemon.
    public static final int MAX_DESCRIPTORS = 4096;

    /// What [#add] answers when the guest has them all.
    public static final int FULL = -1;

    private static final int INITIAL = 16;

    private @Nullable FileDescriptor[] descriptors = new @Nullable FileDescriptor[INITIAL];
    private int lowestFree;

    /// Creates an empty table.
    public FdTable() {}

    /// Finds a descriptor.
    ///
    /// @param fd the guest's number, any value
    /// @return what it stands for; null when it is not open
    public @Nullable FileDescriptor get(int fd) {
        return fd >= 0 && fd < descriptors.length ? descriptors[fd] : null;
    }

    /// Gives a number to a descriptor.
    ///
    /// @param descriptor the descriptor
    /// @return its number, or [#FULL]
    public int add(FileDescriptor descriptor) {
        int fd = lowestFree;
        while (fd < descriptors.length && descriptors[fd] != null) {
            fd++;
        }
        if (fd == MAX_DESCRIPTORS) {
            return FULL;
        }
        if (fd == descriptors.length) {
            descriptors = Arrays.copyOf(descriptors, Math.min(MAX_DESCRIPTORS, 2 * fd));
        }
        descriptors[fd] = descriptor;
        lowestFree = fd + 1;
        return fd;
    }

    /// Tells whether [#add] would answer [#FULL].
    ///
    /// @return true when no number is free
    public boolean isFull() {
        int fd = lowestFree;
        while (fd < descriptors.length && descriptors[fd] != null) {
            fd++;
        }
        lowestFree = fd;
        return fd == MAX_DESCRIPTORS;
    }

    /// Closes a descriptor.
    ///
    /// @param fd the guest's number
    /// @return false when it was not open
    public boolean close(int fd) {
        FileDescriptor descriptor = get(fd);
        if (descriptor == null) {
            return false;
        }
        free(fd);
        descriptor.close();
        return true;
    }

    /// Gives a descriptor the number of another, which is closed.
    ///
    /// @param from the number it has
    /// @param to the number it gets, an open one
    /// @return false when one of them was not open
    public boolean renumber(int from, int to) {
        FileDescriptor moved = get(from);
        FileDescriptor replaced = get(to);
        if (moved == null || replaced == null) {
            return false;
        }
        if (from != to) {
            free(from);
            descriptors[to] = moved;
            replaced.close();
        }
        return true;
    }

    private void free(int fd) {
        descriptors[fd] = null;
        lowestFree = Math.min(lowestFree, fd);
    }

    /// Closes every descriptor.
    @Override
    public void close() {
        for (int fd = 0; fd < descriptors.length; fd++) {
            close(fd);
        }
    }
}
