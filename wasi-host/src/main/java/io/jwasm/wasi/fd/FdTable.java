package io.jwasm.wasi.fd;

import io.jwasm.wasi.host.HostBudget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The guest's descriptors by number; the lowest free number is given first. Confined to the
/// guest's thread.
public final class FdTable implements AutoCloseable {

    /// What an open file costs, here and in the kernel: `struct file`, its entry and its inode.
    static final int DESCRIPTOR_BYTES = 1024;

    /// What [#add] answers when the guest has them all.
    public static final int FULL = -1;

    private static final int INITIAL = 16;

    private @Nullable FileDescriptor[] descriptors = new @Nullable FileDescriptor[INITIAL];
    private int lowestFree;

    private final int limit;
    private final HostBudget budget;
    private long charged;

    /// Creates an empty table.
    ///
    /// @param limit the most descriptors that the guest has at once, so that it cannot use up those
    ///   of the daemon
    /// @param budget is charged for more descriptors than every guest has
    public FdTable(int limit, HostBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    /// How many numbers are in use or were, from 0 on.
    ///
    /// @return greater than every open descriptor
    public int size() {
        return descriptors.length;
    }

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
        if (isFull()) {
            return FULL;
        }
        int fd = lowestFree;
        descriptors[fd] = descriptor;
        lowestFree = fd + 1;
        return fd;
    }

    /// Tells whether [#add] would answer [#FULL]: the guest has as many as it may have, or cannot
    /// be charged for more.
    ///
    /// @return true when no number is free
    public boolean isFull() {
        int fd = lowestFree;
        while (fd < descriptors.length && descriptors[fd] != null) {
            fd++;
        }
        lowestFree = fd;
        return fd >= limit || (fd == descriptors.length && !grow());
    }

    private boolean grow() {
        int size = Math.min(limit, 2 * descriptors.length);
        long bytes = (long) (size - descriptors.length) * DESCRIPTOR_BYTES;
        if (!budget.tryReserve(bytes)) {
            return false;
        }
        charged += bytes;
        descriptors = Arrays.copyOf(descriptors, size);
        return true;
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
        budget.release(charged);
        charged = 0;
    }
}
