package io.jwasm.wasi.engine.memory;

import io.jwasm.wasi.host.GuestFault;
import io.jwasm.wasi.host.GuestMemory;

/// The memory of a module that has none: 0 bytes, every access a fault.
public enum NoMemory implements GuestMemory {
    /// The only one.
    INSTANCE;

    @Override
    public long sizeBytes() {
        return 0;
    }

    @Override
    public byte getByte(int address) {
        throw new GuestFault();
    }

    @Override
    public short getShort(int address) {
        throw new GuestFault();
    }

    @Override
    public int getInt(int address) {
        throw new GuestFault();
    }

    @Override
    public long getLong(int address) {
        throw new GuestFault();
    }

    @Override
    public void putByte(int address, byte value) {
        throw new GuestFault();
    }

    @Override
    public void putShort(int address, short value) {
        throw new GuestFault();
    }

    @Override
    public void putInt(int address, int value) {
        throw new GuestFault();
    }

    @Override
    public void putLong(int address, long value) {
        throw new GuestFault();
    }

    @Override
    public void check(int address, int length) {
        if (address != 0 || length != 0) {
            throw new GuestFault();
        }
    }

    @Override
    public void get(int address, byte[] target, int offset, int length) {
        check(address, length);
    }

    @Override
    public void put(int address, byte[] source, int offset, int length) {
        check(address, length);
    }
}
