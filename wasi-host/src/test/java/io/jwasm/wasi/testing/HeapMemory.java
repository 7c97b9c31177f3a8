package io.jwasm.wasi.testing;

import io.jwasm.wasi.host.GuestFault;
import io.jwasm.wasi.host.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A guest's memory of a fixed size.
public final class HeapMemory implements GuestMemory {

    private final ByteBuffer bytes;

    /// Allocates the memory.
    ///
    /// @param sizeBytes its size
    public HeapMemory(int sizeBytes) {
        bytes = ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long sizeBytes() {
        return bytes.capacity();
    }

    @Override
    public void check(int address, int length) {
        long end = Integer.toUnsignedLong(address) + Integer.toUnsignedLong(length);
        if (end > bytes.capacity()) {
            throw new GuestFault();
        }
    }

    @Override
    public byte getByte(int address) {
        check(address, 1);
        return bytes.get(address);
    }

    @Override
    public short getShort(int address) {
        check(address, 2);
        return bytes.getShort(address);
    }

    @Override
    public int getInt(int address) {
        check(address, 4);
        return bytes.getInt(address);
    }

    @Override
    public long getLong(int address) {
        check(address, 8);
        return bytes.getLong(address);
    }

    @Override
    public void putByte(int address, byte value) {
        check(address, 1);
        bytes.put(address, value);
    }

    @Override
    public void putShort(int address, short value) {
        check(address, 2);
        bytes.putShort(address, value);
    }

    @Override
    public void putInt(int address, int value) {
        check(address, 4);
        bytes.putInt(address, value);
    }

    @Override
    public void putLong(int address, long value) {
        check(address, 8);
        bytes.putLong(address, value);
    }

    @Override
    public void get(int address, byte[] target, int offset, int length) {
        check(address, length);
        bytes.get(address, target, offset, length);
    }

    @Override
    public void put(int address, byte[] source, int offset, int length) {
        check(address, length);
        bytes.put(address, source, offset, length);
    }
}
