package io.jwasm.wasi.split.format;

/// Reads bytes in order, of which it is known that they are a module's. Confined to one thread.
public final class Input {

    private final byte[] bytes;
    private final int end;
    private int at;

    /// Creates the reader of a range.
    ///
    /// @param bytes the module, not copied
    /// @param start where the range begins
    /// @param end where it ends
    public Input(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /// Where the next byte is in the module.
    ///
    /// @return the place
    public int position() {
        return at;
    }

    /// Tells whether there is a next byte.
    ///
    /// @return whether there is
    public boolean hasMore() {
        return at < end;
    }

    /// Reads a byte.
    ///
    /// @return 0 to 255
    public int readByte() {
        return bytes[at++] & 0xff;
    }

    /// Reads an unsigned 32-bit number in LEB128.
    ///
    /// @return the number
    public int readU32() {
        int value = 0;
        int shift = 0;
        while (true) {
            int next = readByte();
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
            shift += 7;
        }
    }

    /// Reads past a number in LEB128.
    public void skipLeb() {
        while (readByte() >= 0x80) {
            // on to its last byte
        }
    }

    /// Reads past some bytes.
    ///
    /// @param count how many
    public void skip(int count) {
        at += count;
    }

    /// Splits off what a count of bytes stands before.
    ///
    /// @return a reader of them
    public Input readSized() {
        int count = readU32();
        int start = at;
        at += count;
        return new Input(bytes, start, at);
    }

    /// Where the range ends in the module.
    ///
    /// @return the place behind its last byte
    public int end() {
        return end;
    }
}
