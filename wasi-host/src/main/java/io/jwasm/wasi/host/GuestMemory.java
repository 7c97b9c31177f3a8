package io.jwasm.wasi.host;

import io.jwasm.linux.ffi.NativeBuffer;

/// The guest's linear memory, as host functions use it. Little-endian, as the specification has it.
///
/// Addresses are unsigned 32-bit values in an `int`. Every access checks its bounds before it
/// allocates or touches anything and throws [GuestFault] when it leaves the memory. Confined to the
/// guest's thread.
public interface GuestMemory {

    /// The size now.
    ///
    /// @return in bytes, up to 4 GiB
    long sizeBytes();

    /// Reads one byte.
    ///
    /// @param address where
    /// @return the byte
    byte getByte(int address);

    /// Reads a 16-bit value.
    ///
    /// @param address where
    /// @return the value
    short getShort(int address);

    /// Reads a 32-bit value.
    ///
    /// @param address where
    /// @return the value
    int getInt(int address);

    /// Reads a 64-bit value.
    ///
    /// @param address where
    /// @return the value
    long getLong(int address);

    /// Writes one byte.
    ///
    /// @param address where
    /// @param value the byte
    void putByte(int address, byte value);

    /// Writes a 16-bit value.
    ///
    /// @param address where
    /// @param value the value
    void putShort(int address, short value);

    /// Writes a 32-bit value.
    ///
    /// @param address where
    /// @param value the value
    void putInt(int address, int value);

    /// Writes a 64-bit value.
    ///
    /// @param address where
    /// @param value the value
    void putLong(int address, long value);

    /// Checks that a range lies within the memory.
    ///
    /// @param address its start
    /// @param length its length in bytes, an unsigned 32-bit value
    void check(int address, int length);

    /// Copies bytes out of the memory.
    ///
    /// @param address where from
    /// @param target where to
    /// @param offset the first index of `target`
    /// @param length how many bytes, 0 or greater
    void get(int address, byte[] target, int offset, int length);

    /// Copies bytes into the memory.
    ///
    /// @param address where to
    /// @param source where from
    /// @param offset the first index of `source`
    /// @param length how many bytes, 0 or greater
    void put(int address, byte[] source, int offset, int length);

    /// Copies bytes out of the memory to where a system call finds them.
    ///
    /// @param address where from
    /// @param target where to
    /// @param offset the first byte of `target`
    /// @param length how many bytes, 0 or greater
    default void get(int address, NativeBuffer target, long offset, int length) {
        check(address, length);
        byte[] bytes = new byte[length];
        get(address, bytes, 0, length);
        target.put(offset, bytes, 0, length);
    }

    /// Copies bytes into the memory from where a system call left them.
    ///
    /// @param address where to
    /// @param source where from
    /// @param offset the first byte of `source`
    /// @param length how many bytes, 0 or greater
    default void put(int address, NativeBuffer source, long offset, int length) {
        check(address, length);
        byte[] bytes = new byte[length];
        source.get(offset, bytes, 0, length);
        put(address, bytes, 0, length);
    }
}
