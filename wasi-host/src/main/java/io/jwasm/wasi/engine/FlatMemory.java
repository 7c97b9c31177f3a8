package io.jwasm.wasi.engine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import io.jwasm.wasi.host.GuestFault;
import io.jwasm.wasi.host.GuestMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A linear memory in one `byte[]`, as the engine and as host functions see it.
///
/// Flat, because the engine's own memory, an array of 64 KiB pages, costs compiled code 1.0 to 4.3
/// times as much. Its size is the array's, so that the JVM's own bounds check is the guest's. It
/// grows only as far as its [GuestBudget] lets it.
///
/// Atomic instructions are plain ones here: a memory that threads could share is refused when the
/// module is loaded. Confined to the guest's thread.
final class FlatMemory implements Memory, GuestMemory {

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

    private final MemoryLimits limits;
    private final GuestBudget budget;
    private byte[] bytes;
    private DataSegment[] segments = {};

    /// Creates the memory at its initial size, which has been reserved.
    FlatMemory(MemoryLimits limits, GuestBudget budget) {
        this.limits = limits;
        this.budget = budget;
        this.bytes = new byte[Math.multiplyExact(limits.initialPages(), PAGE_SIZE)];
    }

    private static TrapException outOfBounds(long address, long size, int limit) {
        return new TrapException(
                "out of bounds memory access: %d bytes at %d, memory has %d"
                        .formatted(size, address, limit));
    }

    private TrapException outOfBounds(int address, int size) {
        return outOfBounds(Integer.toUnsignedLong(address), size, bytes.length);
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
        return bytes.length / PAGE_SIZE;
    }

    @Override
    public int grow(int deltaPages) {
        int before = pages();
        if (deltaPages < 0 || deltaPages > maximumPages() - before) {
            return -1;
        }
        long added = (long) deltaPages * PAGE_SIZE;
        if (!budget.tryReserve(added)) {
            return -1;
        }
        try {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(bytes.length + added));
        } catch (OutOfMemoryError _) {
            // The ledger promised more than the heap had: the guest sees a refusal like any other.
            budget.returnRefused(added);
            return -1;
        }
        return before;
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
        checkRange(address, Integer.BYTES, bytes.length);
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
        checkRange(fromIndex, size, bytes.length);
        Arrays.fill(bytes, fromIndex, fromIndex + size, value);
    }

    @Override
    public void copy(int dest, int src, int size) {
        checkRange(src, size, bytes.length);
        checkRange(dest, size, bytes.length);
        System.arraycopy(bytes, src, bytes, dest, size);
    }

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        checkRange(offset, size, data.length);
        checkRange(address, size, bytes.length);
        System.arraycopy(data, offset, bytes, address, size);
    }

    @Override
    public byte[] readBytes(int address, int size) {
        checkRange(address, size, bytes.length);
        return Arrays.copyOfRange(bytes, address, address + size);
    }

    @Override
    public byte read(int address) {
        try {
            return bytes[address];
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Byte.BYTES);
        }
    }

    @Override
    public short readShort(int address) {
        try {
            return (short) SHORT.get(bytes, address);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Short.BYTES);
        }
    }

    @Override
    public long readU16(int address) {
        return Short.toUnsignedLong(readShort(address));
    }

    @Override
    public int readInt(int address) {
        try {
            return (int) INT.get(bytes, address);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Integer.BYTES);
        }
    }

    @Override
    public long readLong(int address) {
        try {
            return (long) LONG.get(bytes, address);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Long.BYTES);
        }
    }

    @Override
    public float readFloat(int address) {
        try {
            return (float) FLOAT.get(bytes, address);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Float.BYTES);
        }
    }

    @Override
    public double readDouble(int address) {
        try {
            return (double) DOUBLE.get(bytes, address);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Double.BYTES);
        }
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
        try {
            bytes[address] = value;
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Byte.BYTES);
        }
    }

    @Override
    public void writeShort(int address, short value) {
        try {
            SHORT.set(bytes, address, value);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Short.BYTES);
        }
    }

    @Override
    public void writeI32(int address, int value) {
        try {
            INT.set(bytes, address, value);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Integer.BYTES);
        }
    }

    @Override
    public void writeLong(int address, long value) {
        try {
            LONG.set(bytes, address, value);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Long.BYTES);
        }
    }

    @Override
    public void writeF32(int address, float value) {
        try {
            FLOAT.set(bytes, address, value);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Float.BYTES);
        }
    }

    @Override
    public void writeF64(int address, double value) {
        try {
            DOUBLE.set(bytes, address, value);
        } catch (IndexOutOfBoundsException _) {
            throw outOfBounds(address, Double.BYTES);
        }
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
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
        if (address < 0 || length < 0 || address > bytes.length - length) {
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
}
