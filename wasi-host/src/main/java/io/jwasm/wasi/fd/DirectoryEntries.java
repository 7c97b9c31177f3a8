package io.jwasm.wasi.fd;

import io.jwasm.linux.fs.FileCalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Where reading a directory stands: the entries last got from the kernel, and the current one.
///
/// A cookie is the kernel's own position behind an entry (`d_off`), so it stays right when entries
/// are removed or made meanwhile. The entries are kept here, so that a guest which asks again from
/// the middle of them, as it does after each short buffer, costs no system call. Confined to the
/// guest's thread.
///
/// The layout of an entry is that of `struct linux_dirent64`
/// ([getdents64(2)](https://man7.org/linux/man-pages/man2/getdents.2.html)).
public final class DirectoryEntries {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

    /// The most that is kept for one directory.
    static final int CHUNK_BYTES = 8 * 1024;

    /// No position of the kernel's, which are not negative.
    private static final long NOWHERE = -1;

    private static final int D_OFF = 8;
    private static final int D_RECLEN = 16;
    private static final int D_TYPE = 18;
    private static final int D_NAME = 19;

    private byte[] chunk = {};
    private int length;
    private int at;

    /// The position in front of the first entry of the chunk; none before the first read.
    private long chunkCookie = NOWHERE;

    DirectoryEntries() {}

    /// Moves to the entry behind a cookie, 0 for the first.
    ///
    /// @param hostFd the directory's descriptor
    /// @param cookie the position
    /// @return 0, or the negated error number
    public long seek(int hostFd, long cookie) {
        if (cookie != 0 && isInChunk(cookie)) {
            return 0;
        }
        long result = FileCalls.lseek(hostFd, cookie, FileCalls.SEEK_SET);
        // Where it stands after a refusal is nobody's cookie.
        chunkCookie = result < 0 ? NOWHERE : cookie;
        length = 0;
        at = 0;
        return Math.min(0, result);
    }

    private boolean isInChunk(long cookie) {
        if (cookie == chunkCookie && cookie != NOWHERE) {
            at = 0;
            return true;
        }
        for (int i = 0; i < length; i += recordLength(i)) {
            if ((long) LONG.get(chunk, i + D_OFF) == cookie) {
                at = i + recordLength(i);
                return true;
            }
        }
        return false;
    }

    /// Makes the current entry available, from the kernel if need be.
    ///
    /// @param hostFd the directory's descriptor
    /// @param io the guest's buffers
    /// @return 1 when there is one, 0 at the end, or the negated error number
    public long fill(int hostFd, GuestIo io) {
        if (at < length) {
            return 1;
        }
        if (length > 0) {
            chunkCookie = (long) LONG.get(chunk, lastRecord() + D_OFF);
            length = 0;
            at = 0;
        }
        long result = io.buffer().getdents(hostFd, CHUNK_BYTES);
        if (result <= 0) {
            return result;
        }
        length = (int) result;
        if (chunk.length < length) {
            chunk = new byte[length];
        }
        io.buffer().memory().get(0, chunk, 0, length);
        return 1;
    }

    private int lastRecord() {
        int last = 0;
        for (int i = 0; i < length; i += recordLength(i)) {
            last = i;
        }
        return last;
    }

    private int recordLength(int record) {
        return Short.toUnsignedInt((short) SHORT.get(chunk, record + D_RECLEN));
    }

    /// Moves behind the current entry.
    public void advance() {
        at += recordLength(at);
    }

    /// The position behind the current entry.
    ///
    /// @return its cookie
    public long cookie() {
        return (long) LONG.get(chunk, at + D_OFF);
    }

    /// The inode of the current entry.
    ///
    /// @return its number
    public long inode() {
        return (long) LONG.get(chunk, at);
    }

    /// The type of the current entry.
    ///
    /// @return one of the `DT_` constants
    public int type() {
        return chunk[at + D_TYPE];
    }

    /// The length of the current entry's name.
    ///
    /// @return in bytes
    public int nameLength() {
        int end = at + D_NAME;
        while (chunk[end] != 0) {
            end++;
        }
        return end - at - D_NAME;
    }

    /// Where [#bytes] holds the current entry's name.
    ///
    /// @return an index
    public int nameOffset() {
        return at + D_NAME;
    }

    /// The array that holds the entries, not a copy.
    ///
    /// @return the array
    public byte[] bytes() {
        return chunk;
    }
}
