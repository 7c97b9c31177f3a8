package io.jwasm.wasi.split;

/// Reads bytes in order, of which it is known that they are a module's. Confined to one thread.
final class Input {

    private final byte[] bytes;
    private final int end;
    private int at;

    Input(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    int position() {
        return at;
    }

    boolean hasMore() {
        return at < end;
    }

    int readByte() {
        return bytes[at++] & 0xff;
    }

    /// Reads an unsigned 32-bit number in LEB128.
    int readU32() {
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

    void skipLeb() {
        while (readByte() >= 0x80) {
            // on to its last byte
        }
    }

    void skip(int count) {
        at += count;
    }

    /// Splits off what a count of bytes stands before.
    Input readSized() {
        int count = readU32();
        int start = at;
        at += count;
        return new Input(bytes, start, at);
    }

    int end() {
        return end;
    }
}
