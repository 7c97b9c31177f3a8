package io.jwasm.linux.ffi;

import io.jwasm.linux.ByteText;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A block of native memory for the arguments of system calls, freed by its owner.
///
/// Every access is checked against the size; once closed the size is 0. The memory comes from
/// calloc(3) and not from a shared arena, whose close stops every thread of the JVM for a moment.
/// Not thread-safe, but usable from one thread after another.
public final class NativeBuffer implements AutoCloseable {

    private static final MemorySegment CALLOC = Native.find("calloc");
    private static final MemorySegment FREE = Native.find("free");

    private MemorySegment segment;

    private NativeBuffer(MemorySegment segment) {
        this.segment = segment;
    }

    /// Allocates a zeroed block, aligned to 16 bytes.
    ///
    /// @param sizeBytes its size, greater than 0
    /// @return the block
    @SuppressWarnings("restricted") // Gives the block its size, so that accesses are checked.
    public static NativeBuffer allocate(long sizeBytes) {
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("size " + sizeBytes + " is not positive");
        }
        long address = Native.call(CALLOC, 1, sizeBytes, 0, 0, 0, 0, 0);
        if (address == 0) {
            throw new OutOfMemoryError("no native memory for " + sizeBytes + " bytes");
        }
        return new NativeBuffer(MemorySegment.ofAddress(address).reinterpret(sizeBytes));
    }

    /// Allocates a block that holds the bytes of a text, as [ByteText] has them, and a NUL.
    ///
    /// @param text the text
    /// @return the block
    /// @throws IllegalArgumentException when the text holds a NUL
    public static NativeBuffer ofCString(String text) {
        return ofCString(ByteText.encode(text));
    }

    /// Allocates a block that holds a path or another C string, with its terminating NUL.
    ///
    /// @param bytes the string, without NUL
    /// @return the block
    /// @throws IllegalArgumentException when the string holds a NUL, where the kernel would cut it
    public static NativeBuffer ofCString(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("string holds a NUL byte");
            }
        }
        NativeBuffer buffer = allocate(bytes.length + 1L);
        buffer.put(0, bytes, 0, bytes.length);
        return buffer;
    }

    /// The address of the first byte.
    ///
    /// @return an address for a system call
    /// @throws IllegalStateException when the block was freed
    public long address() {
        if (segment.byteSize() == 0) {
            throw new IllegalStateException("native buffer is closed");
        }
        return segment.address();
    }

    /// The size.
    ///
    /// @return in bytes
    public long sizeBytes() {
        return segment.byteSize();
    }

    /// Reads a byte.
    ///
    /// @param offset where
    /// @return the value
    public byte getByte(long offset) {
        return segment.get(ValueLayout.JAVA_BYTE, offset);
    }

    /// Reads a native-order 16-bit value.
    ///
    /// @param offset where, need not be aligned
    /// @return the value
    public short getShort(long offset) {
        return segment.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset);
    }

    /// Reads a native-order 32-bit value.
    ///
    /// @param offset where, need not be aligned
    /// @return the value
    public int getInt(long offset) {
        return segment.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    }

    /// Reads a native-order 64-bit value.
    ///
    /// @param offset where, need not be aligned
    /// @return the value
    public long getLong(long offset) {
        return segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    }

    /// Writes a byte.
    ///
    /// @param offset where
    /// @param value the value
    public void putByte(long offset, byte value) {
        segment.set(ValueLayout.JAVA_BYTE, offset, value);
    }

    /// Writes a native-order 16-bit value.
    ///
    /// @param offset where, need not be aligned
    /// @param value the value
    public void putShort(long offset, short value) {
        segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, value);
    }

    /// Writes a native-order 32-bit value.
    ///
    /// @param offset where, need not be aligned
    /// @param value the value
    public void putInt(long offset, int value) {
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
    }

    /// Writes a native-order 64-bit value.
    ///
    /// @param offset where, need not be aligned
    /// @param value the value
    public void putLong(long offset, long value) {
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
    }

    /// Copies bytes out.
    ///
    /// @param offset where from
    /// @param target where to
    /// @param start the first index of `target`
    /// @param length how many
    public void get(long offset, byte[] target, int start, int length) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, target, start, length);
    }

    /// Copies bytes in.
    ///
    /// @param offset where to
    /// @param source where from
    /// @param start the first index of `source`
    /// @param length how many
    public void put(long offset, byte[] source, int start, int length) {
        MemorySegment.copy(source, start, segment, ValueLayout.JAVA_BYTE, offset, length);
    }

    /// Sets bytes to zero.
    ///
    /// @param offset the first
    /// @param length how many
    public void clear(long offset, long length) {
        segment.asSlice(offset, length).fill((byte) 0);
    }

    /// Frees the block; a second call does nothing.
    @Override
    public void close() {
        MemorySegment freed = segment;
        segment = MemorySegment.NULL;
        if (freed.byteSize() != 0) {
            Native.call(FREE, freed.address(), 0, 0, 0, 0, 0, 0);
        }
    }
}
