package io.jwasm.linux.ffi;

import io.jwasm.linux.ByteText;
import java.util.List;

/// A NULL-terminated array of C strings such as `argv`, in one block of native memory.
///
/// Freed by its owner; not thread-safe.
public final class NativeStringArray implements AutoCloseable {

    private final NativeBuffer memory;

    private NativeStringArray(NativeBuffer memory) {
        this.memory = memory;
    }

    /// Allocates and fills the array; the strings are written in UTF-8.
    ///
    /// @param strings the strings, in order
    /// @return the array
    /// @throws IllegalArgumentException when a string holds a NUL
    public static NativeStringArray of(List<String> strings) {
        List<byte[]> encoded = strings.stream().map(ByteText::encode).toList();
        long pointers = (encoded.size() + 1L) * Long.BYTES;
        long bytes = encoded.stream().mapToLong(text -> text.length + 1L).sum();
        NativeBuffer memory = NativeBuffer.allocate(pointers + bytes);
        long at = pointers;
        for (int i = 0; i < encoded.size(); i++) {
            byte[] text = encoded.get(i);
            if (strings.get(i).indexOf('\0') >= 0) {
                memory.close();
                throw new IllegalArgumentException("string " + i + " holds a NUL byte");
            }
            memory.putLong((long) i * Long.BYTES, memory.address() + at);
            memory.put(at, text, 0, text.length);
            at += text.length + 1L;
        }
        return new NativeStringArray(memory);
    }

    /// The address of the first pointer.
    ///
    /// @return an address for a native call
    public long address() {
        return memory.address();
    }

    /// Frees the array; a second call does nothing.
    @Override
    public void close() {
        memory.close();
    }
}
