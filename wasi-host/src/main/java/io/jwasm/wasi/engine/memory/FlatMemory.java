package io.jwasm.wasi.engine.memory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.wasi.host.GuestFault;
import io.jwasm.wasi.host.GuestMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A linear memory in one `byte[]`, as the engine and as host functions see it.
///
/// Flat, because the engine's own memory, an array of 64 KiB pages, costs compiled code 1.0 to 4.3
/// times as much. The array has room to grow into, at most a half of what is used: C programs grow
/// their memory by 64 KiB at a time, and copying it for each such step took 22 s on the way to 128
/// MiB, against 0.7 s with the room. The bounds check of our own, which that needs, costs compute
/// kernels about 15 %. The memory grows only as far as its [GuestBudget] lets it.
///
/// Atomic instructions are plain ones here: a memory that threads could share is refused when the
/// module is loaded. Confined to the guest's thread.
public final class FlatMemory implements Memory, GuestMemory {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long MOST_BYTES = (long) RUNTIME_MAX_PAGES * PAGE_SIZE;

    private final MemoryLimits limits;
    private final GuestBudget budget;

    /// The memory, and room behind it, always zero, that the guest does not have yet.
    private byte[] bytes;

    /// The memory's size.
    private int used;

    private DataSegment[] segments = {};

    /// Creates the memory at its initial size, which has been reserved.
    ///
    /// @param limits its sizes, from the module
    /// @param budget what it is charged to as it grows
    public FlatMemory(MemoryLimits limits, GuestBudget budget) {
        this.limits = limits;
        this.budget = budget;
        this.used = Math.multiplyExact(limits.initialPages(), PAGE_SIZE);
        this.bytes = new byte[used];
    }

    private static TrapException outOfBounds(long address, long size, int limit) {
        return new TrapException(
                "out of bounds memory access: %d bytes at %d, memory has %d"
                        .formatted(size, address, limit));
    }

    /// Traps unless `size` bytes, of 1 to 8, are there. Small, so that it is always inlined.
    private int checked(int address, int size) {
        if (address < 0 || address > used - size) {
            throw outOfBounds(Integer.toUnsignedLong(address), size, used);
        }
        return address;
    }

    /// Traps unless an unsigned range lies within `limit` bytes.
    private static void checkRange(int address, int size, int limit) {
        // Negative ones are 2 GiB and more, which is more than any limit.
        if (address < 0 || size < 0 || address > limit - size) {
            throw outOfBounds(Integer.toUnsignedLong(address), Integer.toUnsignedLong(size), limit);
        }
    }

    @Override
    public int pages() {
        return used / PAGE_SIZE;
    }

    @Override
    public int grow(int deltaPages) {
        int before = pages();
        long pages = before + Integer.toUnsignedLong(deltaPages);
        if (pages > limits.maximumPages()) {
            return -1; // What the module itself says is no lack of memory.
        }
        long added = pages * PAGE_SIZE - used;
        if (pages > RUNTIME_MAX_PAGES) {
            budget.refuse(added, "jwasm's memories end at " + Bytes.format(MOST_BYTES));
            return -1;
        }
        if (!budget.tryReserve(added)) {
            return -1;
        }
        int grown = Math.toIntExact(used + added);
        try {
            reserveRoom(grown);
        } catch (OutOfMemoryError _) {
            // The ledger promised more than the heap had: the guest sees a refusal like any other.
            budget.returnRefused(added);
            return -1;
        }
        used = grown;
        return before;
    }

    private void reserveRoom(int size) {
        if (size <= bytes.length) {
            return;
        }
        long most = Math.min((long) maximumPages() * PAGE_SIZE, budget.limitBytes());
        long roomy = Math.min(used + used / 2L, most);
        bytes = Arrays.copyOf(bytes, (int) Math.max(size, roomy));
    }

    /// The size of the array, of which the memory is the first part.
    int capacityBytes() {
        return bytes.length;
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    @SuppressWarnings("removal") // The engine's atomic operations still go through it.
    public Object lock(int address) {
        return this;
    }

    @Override
    @SuppressWarnings("removal") // Abstract in the interface.
    public int waitOn(int address, int expected, long timeout) {
        throw new TrapException("expected shared memory");
    }

    @Override
    @SuppressWarnings("removal") // Abstract in the interface.
    public int waitOn(int address, long expected, long timeout) {
        throw new TrapException("expected shared memory");
    }

    @Override
    @SuppressWarnings("removal") // Abstract in the interface.
    public int notify(int address, int maxThreads) {
        checkRange(address, Integer.BYTES, used);
        return 0;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        segments = dataSegments;
        for (int i = 0; i < dataSegments.length; i++) {
            if (dataSegments[i] instanceof ActiveDataSegment active
                    && active.index() == memoryIndex) {
                write(ConstantOffset.of(instance, active), active.data());
                // The specification drops an active segment once it has been copied.
                dataSegments[i] = PassiveDataSegment.EMPTY;
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int dest, int offset, int size) {
        write(dest, segments[segment].data(), offset, size);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    @Override
    public void zero() {
        // Called once before the data segments are copied; a new array is zero already.
    }

    @Override
    public void fill(byte value, int fromIndex, int toIndex) {
        int size = toIndex - fromIndex; // wraps as the engine's own sum of start and size did
        checkRange(fromIndex, size, used);
        Arrays.fill(bytes, fromIndex, fromIndex + size, value);
    }

    @Override
    public void copy(int dest, int src, int size) {
        checkRange(src, size, used);
        checkRange(dest, size, used);
        System.arraycopy(bytes, src, bytes, dest, size);
    }

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        checkRange(offset, size, data.length);
        checkRange(address, size, used);
        System.arraycopy(data, offset, bytes, address, size);
    }

    @Override
    public byte[] readBytes(int address, int size) {
        checkRange(address, size, used);
        return Arrays.copyOfRange(bytes, address, address + size);
    }

    @Override
    public byte read(int address) {
        return bytes[checked(address, Byte.BYTES)];
    }

    @Override
    public short readShort(int address) {
        return (short) SHORT.get(bytes, checked(address, Short.BYTES));
    }

    @Override
    public long readU16(int address) {
        return Short.toUnsignedLong(readShort(address));
    }

    @Override
    public int readInt(int address) {
        return (int) INT.get(bytes, checked(address, Integer.BYTES));
    }

    @Override
    public long readLong(int address) {
        return (long) LONG.get(bytes, checked(address, Long.BYTES));
    }

    @Override
    public float readFloat(int address) {
        return (float) FLOAT.get(bytes, checked(address, Float.BYTES));
    }

    @Override
    public double readDouble(int address) {
        return (double) DOUBLE.get(bytes, checked(address, Double.BYTES));
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeByte(int address, byte value) {
        bytes[checked(address, Byte.BYTES)] = value;
    }

    @Override
    public void writeShort(int address, short value) {
        SHORT.set(bytes, checked(address, Short.BYTES), value);
    }

    @Override
    public void writeI32(int address, int value) {
        INT.set(bytes, checked(address, Integer.BYTES), value);
    }

    @Override
    public void writeLong(int address, long value) {
        LONG.set(bytes, checked(address, Long.BYTES), value);
    }

    @Override
    public void writeF32(int address, float value) {
        FLOAT.set(bytes, checked(address, Float.BYTES), value);
    }

    @Override
    public void writeF64(int address, double value) {
        DOUBLE.set(bytes, checked(address, Double.BYTES), value);
    }

    @Override
    public long sizeBytes() {
        return used;
    }

    @Override
    public byte getByte(int address) {
        check(address, Byte.BYTES);
        return bytes[address];
    }

    @Override
    public short getShort(int address) {
        check(address, Short.BYTES);
        return (short) SHORT.get(bytes, address);
    }

    @Override
    public int getInt(int address) {
        check(address, Integer.BYTES);
        return (int) INT.get(bytes, address);
    }

    @Override
    public long getLong(int address) {
        check(address, Long.BYTES);
        return (long) LONG.get(bytes, address);
    }

    @Override
    public void putByte(int address, byte value) {
        check(address, Byte.BYTES);
        bytes[address] = value;
    }

    @Override
    public void putShort(int address, short value) {
        check(address, Short.BYTES);
        SHORT.set(bytes, address, value);
    }

    @Override
    public void putInt(int address, int value) {
        check(address, Integer.BYTES);
        INT.set(bytes, address, value);
    }

    @Override
    public void putLong(int address, long value) {
        check(address, Long.BYTES);
        LONG.set(bytes, address, value);
    }

    @Override
    public void check(int address, int length) {
        if (address < 0 || length < 0 || address > used - length) {
            throw new GuestFault();
        }
    }

    @Override
    public void get(int address, byte[] target, int offset, int length) {
        check(address, length);
        System.arraycopy(bytes, address, target, offset, length);
    }

    @Override
    public void put(int address, byte[] source, int offset, int length) {
        check(address, length);
        System.arraycopy(source, offset, bytes, address, length);
    }

    @Override
    public void get(int address, NativeBuffer target, long offset, int length) {
        check(address, length);
        target.put(offset, bytes, address, length);
    }

    @Override
    public void put(int address, NativeBuffer source, long offset, int length) {
        check(address, length);
        source.get(offset, bytes, address, length);
    }
}
