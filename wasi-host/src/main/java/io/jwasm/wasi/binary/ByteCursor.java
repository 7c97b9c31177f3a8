package io.jwasm.wasi.binary;

/// Reads a range of bytes in order, never beyond its end. Confined to one thread.
final class ByteCursor {

    private static final int MAX_LEB32_BYTES = 5;
    private static final int MAX_LEB64_BYTES = 10;

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    /// The next byte, which stays the next.
    int peekByte() throws BinaryFault {
        int start = at;
        int next = readByte();
        at = start;
        return next;
    }

    int readByte() throws BinaryFault {
        if (at >= end) {
            throw new BinaryFault("ends in the middle of something at byte " + at);
        }
        return bytes[at++] & 0xff;
    }

    /// Reads an unsigned 32-bit number in LEB128.
    long readU32() throws BinaryFault {
        long value = 0;
        for (int i = 0; i < MAX_LEB32_BYTES; i++) {
            int next = readByte();
            value |= (next & 0x7fL) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        throw new BinaryFault("has a number of more than 32 bits at byte " + at);
    }

    /// Reads past a signed number of up to 64 bits.
    void skipLeb() throws BinaryFault {
        for (int i = 0; i < MAX_LEB64_BYTES; i++) {
            if (readByte() < 0x80) {
                return;
            }
        }
        throw new BinaryFault("has a number of more than 64 bits at byte " + at);
    }

    /// Reads how many items follow, each of which takes a byte or more.
    int readCount(String what) throws BinaryFault {
        int start = at;
        long count = readU32();
        if (count > remaining()) {
            throw new BinaryFault(
                    "says at byte %d that %d %s follow, in %d bytes"
                            .formatted(start, count, what, remaining()));
        }
        return (int) count;
    }

    void skip(int count) throws BinaryFault {
        if (count > remaining()) {
            throw new BinaryFault("ends in the middle of something at byte " + end);
        }
        at += count;
    }

    /// Reads the bytes of a name, or other bytes with their count before them.
    byte[] readSized(String what) throws BinaryFault {
        int count = readCount(what);
        byte[] copy = new byte[count];
        System.arraycopy(bytes, at, copy, 0, count);
        at += count;
        return copy;
    }

    /// Reads all that is left.
    byte[] rest() {
        byte[] copy = new byte[remaining()];
        System.arraycopy(bytes, at, copy, 0, copy.length);
        at = end;
        return copy;
    }

    /// Splits off the next bytes.
    ByteCursor take(int count) throws BinaryFault {
        int start = at;
        skip(count);
        return new ByteCursor(bytes, start, at);
    }
}
