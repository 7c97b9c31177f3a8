package io.jwasm.wasi.preview1.call;

import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestMemory;

/// The vectors of one read or write, and how far it has come. Reused by a guest's calls; nothing is
/// allocated, however much a guest asks for.
public final class IoVectors {

    /// UIO_MAXIOV of Linux (`linux/uio.h`).
    public static final int MAX_COUNT = 1024;

    private static final int VECTOR_BYTES = 8; // iovec: address, length

    private final long mostBytes;
    private final int[] address = new int[MAX_COUNT];
    private final int[] length = new int[MAX_COUNT];
    private int count;
    private long total;
    private int current;
    private int done; // of the current one

    /// @param mostBytes what one call moves at the most
    IoVectors(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// Reads the vectors and checks that all of them lie in the guest's memory.
    ///
    /// @param memory the guest's memory
    /// @param vectors where they are
    /// @param vectorCount how many they are
    /// @return [Errno#INVAL] for too many of them, or of bytes in them
    public Errno load(GuestMemory memory, int vectors, int vectorCount) {
        if (vectorCount < 0 || vectorCount > MAX_COUNT) {
            return Errno.INVAL;
        }
        memory.check(vectors, vectorCount * VECTOR_BYTES);
        count = vectorCount;
        total = 0;
        current = 0;
        done = 0;
        for (int i = 0; i < count; i++) {
            address[i] = memory.getInt(vectors + i * VECTOR_BYTES);
            length[i] = memory.getInt(vectors + i * VECTOR_BYTES + 4);
            memory.check(address[i], length[i]);
            total += Integer.toUnsignedLong(length[i]);
        }
        // The answer is a `size`, of 32 bits; readv(2) refuses what its own cannot hold.
        if (total > 0xffff_ffffL) {
            return Errno.INVAL;
        }
        total = Math.min(total, mostBytes);
        return Errno.SUCCESS;
    }

    /// The bytes to move: those of all vectors, but no more than one call moves.
    ///
    /// @return the number of bytes
    public long total() {
        return total;
    }

    /// Copies what comes next into a buffer, without moving on.
    ///
    /// @param memory the guest's memory
    /// @param buffer takes the bytes
    /// @param most how many it takes at the most
    /// @return the number of bytes
    public int gather(GuestMemory memory, NativeBuffer buffer, int most) {
        int filled = 0;
        int skip = done;
        for (int i = current; i < count && filled < most; i++) {
            int part = part(i, skip, most - filled);
            memory.get(address[i] + skip, buffer, filled, part);
            filled += part;
            skip = 0;
        }
        return filled;
    }

    /// Copies bytes from a buffer to where the next ones belong, and moves on.
    ///
    /// @param memory the guest's memory
    /// @param buffer has the bytes
    /// @param bytes how many there are
    public void scatter(GuestMemory memory, NativeBuffer buffer, int bytes) {
        int taken = 0;
        while (taken < bytes) {
            int part = part(current, done, bytes - taken);
            memory.put(address[current] + done, buffer, taken, part);
            taken += part;
            advance(part);
        }
    }

    /// Moves on.
    ///
    /// @param bytes by how many
    public void advance(long bytes) {
        long left = bytes;
        while (current < count) {
            long room = Integer.toUnsignedLong(length[current]) - Integer.toUnsignedLong(done);
            if (left < room) {
                done += (int) left;
                return;
            }
            left -= room;
            current++;
            done = 0;
        }
    }

    private int part(int vector, int skip, int most) {
        long room = Integer.toUnsignedLong(length[vector]) - Integer.toUnsignedLong(skip);
        return (int) Math.min(room, most);
    }
}
