package io.jwasm.linux.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A block of native memory for the arguments of system calls, freed by its owner.
///
/// Every access is checked against the size. Not thread-safe, but usable from one thread after
/// another.
public final class NativeBuffer implements AutoCloseable {

    private final Arena arena;
    private final MemorySegment segment;

    private NativeBuffer(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
    }

    /// Allocates a zeroed block, aligned to 16 bytes.
    ///
    /// @param sizeBytes its size, greater than 0
    /// @return the block
    public static NativeBuffer allocate(long sizeBytes) {
        Arena arena = Arena.ofShared();
        return new NativeBuffer(arena, arena.allocate(sizeBytes, 16));
    }

    /// Allocates a block that holds a path or another C string, with its terminating NUL.
    ///
    /// @param bytes the string, without NUL
    /// @return the block
    public static NativeBuffer ofCString(byte[] bytes) {
        NativeBuffer buffer = allocate(bytes.length + 1L);
        buffer.put(0, bytes, 0, bytes.length);
        return buffer;
    }

    /// The address of the first byte.
    ///
    /// @return an address for a system call
    public long address() {
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

    /// Frees the block.
    @Override
    public void close() {
        arena.close();
    }
}
