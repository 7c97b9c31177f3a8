package io.jwasm.wasi.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.host.GuestFault;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our memory does what the engine's own does, operation by operation.
class FlatMemoryTest {

    private static final int MAX_PAGES = 5;
    private static final int OPERATIONS = 40_000;
    private static final String TRAP = "trap";

    private static GuestBudget budget(long limitBytes) {
        return new GuestBudget(MemoryLedger.ofCapacity(limitBytes), limitBytes);
    }

    /// An operation drawn at random, addresses mostly near the edges, where mistakes are.
    private record Operation(int kind, int address, int other, int size, long value) {

        private static final int KINDS = 36;

        static Operation draw(Random random, int limit) {
            return new Operation(
                    random.nextInt(KINDS),
                    address(random, limit),
                    address(random, limit),
                    random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(300),
                    random.nextLong());
        }

        private static int address(Random random, int limit) {
            return switch (random.nextInt(4)) {
                case 0 -> limit - random.nextInt(12);
                case 1 -> random.nextInt();
                case 2 -> Memory.PAGE_SIZE * random.nextInt(MAX_PAGES + 1) - random.nextInt(9);
                default -> random.nextInt(Math.max(limit, 1));
            };
        }

        Object apply(Memory memory) {
            try {
                return perform(memory);
            } catch (ChicoryException _) {
                return TRAP;
            }
        }

        private Object perform(Memory memory) {
            return switch (kind) {
                case 0 -> memory.read(address);
                case 1 -> memory.readShort(address);
                case 2 -> memory.readInt(address);
                case 3 -> memory.readLong(address);
                case 4 -> Float.floatToRawIntBits(memory.readFloat(address));
                case 5 -> Double.doubleToRawLongBits(memory.readDouble(address));
                case 6 -> memory.readU16(address);
                case 7 -> memory.readF32(address);
                case 8 -> memory.readF64(address);
                case 9 -> memory.readU8(address);
                case 10 -> memory.readI16(address);
                case 11 -> memory.readU32(address);
                case 12 -> done(() -> memory.writeByte(address, (byte) value));
                case 13 -> done(() -> memory.writeShort(address, (short) value));
                case 14 -> done(() -> memory.writeI32(address, (int) value));
                case 15 -> done(() -> memory.writeLong(address, value));
                case 16 -> done(() -> memory.writeF32(address, Float.intBitsToFloat((int) value)));
                case 17 -> done(() -> memory.writeF64(address, Double.longBitsToDouble(value)));
                case 18 -> done(() -> memory.fill((byte) value, address, address + size));
                case 19 -> done(() -> memory.copy(address, other, size));
                case 20 -> done(() -> memory.write(address, data(), 3, Math.min(size, 200)));
                case 21 -> size < 0 ? TRAP : Arrays.hashCode(memory.readBytes(address, size));
                case 22 -> size % 50 == 0 ? memory.grow(size & 1) : memory.grow(size);
                case 23 -> memory.pages();
                default -> atomic(memory);
            };
        }

        /// Aligned, as the engine checks before it calls.
        private Object atomic(Memory memory) {
            int at = address & ~7;
            return switch (kind) {
                case 24 -> memory.atomicAddInt(at, (int) value);
                case 25 -> memory.atomicAddLong(at, value);
                case 26 -> memory.atomicAndShort(at, (short) value);
                case 27 -> memory.atomicOrByte(at, (byte) value);
                case 28 -> memory.atomicXorLong(at, value);
                case 29 -> memory.atomicXchgInt(at, (int) value);
                case 30 -> memory.atomicCmpxchgInt(at, 0, (int) value);
                case 31 -> memory.atomicCmpxchgLong(at, 0, value);
                case 32 -> memory.atomicReadLong(at);
                case 33 -> done(() -> memory.atomicWriteInt(at, (int) value));
                case 34 -> memory.atomicReadShort(at);
                default -> memory.atomicAddByte(at, (byte) value);
            };
        }

        private byte[] data() {
            byte[] data = new byte[203];
            new Random(value).nextBytes(data);
            return data;
        }

        private static Object done(Runnable operation) {
            operation.run();
            return "done";
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyOperationGivesWhatTheEnginesOwnMemoryGives(long seed) {
        Random random = new Random(seed);
        int pages = random.nextInt(3);
        // Shared, because theirs has no working atomic operations on this JDK otherwise.
        Memory theirs = new ByteArrayMemory(new MemoryLimits(pages, MAX_PAGES, true));
        Memory ours = new FlatMemory(new MemoryLimits(pages, MAX_PAGES), budget(1 << 20));
        for (int i = 0; i < OPERATIONS; i++) {
            Operation operation = Operation.draw(random, theirs.pages() * Memory.PAGE_SIZE);
            assertThat(operation.apply(ours))
                    .as("operation %d of seed %d: %s", i, seed, operation)
                    .isEqualTo(operation.apply(theirs));
        }
        int size = theirs.pages() * Memory.PAGE_SIZE;
        assertThat(ours.pages()).isEqualTo(theirs.pages());
        assertThat(ours.readBytes(0, size)).isEqualTo(theirs.readBytes(0, size));
    }

    @Test
    void theRoomBehindTheMemoryIsOutOfBounds() {
        FlatMemory memory = new FlatMemory(new MemoryLimits(4), budget(64 << 20));
        assertThat(memory.grow(1)).isEqualTo(4);
        int size = 5 * Memory.PAGE_SIZE;
        Assertions.assertThatThrownBy(() -> memory.writeByte(size, (byte) 1))
                .hasMessage("out of bounds memory access: 1 bytes at 327680, memory has 327680");
        Assertions.assertThatThrownBy(() -> memory.putByte(size, (byte) 1))
                .isInstanceOf(GuestFault.class);
        assertThat(memory.grow(1)).isEqualTo(5);
        assertThat(memory.read(size)).isZero();
    }

    /// The container may have more, and its guest may want it: for it this is a lack of memory.
    @Test
    void growthBeyondWhatAnArrayHoldsIsARefusalOfMemory() {
        GuestBudget budget = budget(4L << 30);
        FlatMemory memory = new FlatMemory(new MemoryLimits(1), budget);

        assertThat(memory.grow(Memory.RUNTIME_MAX_PAGES)).isEqualTo(-1);

        assertThat(budget.refusal()).get().asString().contains("jwasm's memories end at");
        assertThat(budget.use().refusals()).isEqualTo(1);
        assertThat(memory.pages()).isEqualTo(1);
    }

    @Test
    void growthBeyondTheModulesOwnMaximumIsNone() {
        GuestBudget budget = budget(4L << 30);
        FlatMemory memory = new FlatMemory(new MemoryLimits(1, 2), budget);

        assertThat(memory.grow(2)).isEqualTo(-1);
        assertThat(memory.grow(-1)).isEqualTo(-1);

        assertThat(budget.refusal()).isEmpty();
        assertThat(budget.use().refusals()).isZero();
    }

    @Test
    void hostFunctionsReadAndWriteTheSameBytes() {
        FlatMemory memory = new FlatMemory(new MemoryLimits(1), budget(1 << 20));
        memory.putInt(16, 0x01020304);
        assertThat(memory.read(16)).isEqualTo((byte) 4);
        memory.writeLong(24, -2);
        assertThat(memory.getLong(24)).isEqualTo(-2);
        memory.put(100, new byte[] {1, 2, 3}, 1, 2);
        assertThat(memory.readShort(100)).isEqualTo((short) 0x0302);
        assertThat(memory.sizeBytes()).isEqualTo(65536);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, 65529, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void hostFunctionsAreFaultedOutsideOfIt(int address) {
        FlatMemory memory = new FlatMemory(new MemoryLimits(1), budget(1 << 20));
        byte[] eight = new byte[8];
        Assertions.assertThatThrownBy(() -> memory.getLong(address)).isInstanceOf(GuestFault.class);
        Assertions.assertThatThrownBy(() -> memory.putLong(address, 1))
                .isInstanceOf(GuestFault.class);
        Assertions.assertThatThrownBy(() -> memory.get(address, eight, 0, 8))
                .isInstanceOf(GuestFault.class);
        Assertions.assertThatThrownBy(() -> memory.put(address, eight, 0, 8))
                .isInstanceOf(GuestFault.class);
        Assertions.assertThatThrownBy(() -> memory.check(0, -1)).isInstanceOf(GuestFault.class);
    }

    @Test
    void growthOfManySmallStepsCopiesSeldom() {
        FlatMemory memory = new FlatMemory(new MemoryLimits(1), budget(1L << 30));
        int copies = 0;
        int capacity = memory.capacityBytes();
        for (int i = 0; i < 1000; i++) {
            assertThat(memory.grow(1)).isEqualTo(1 + i);
            if (memory.capacityBytes() != capacity) {
                copies++;
                capacity = memory.capacityBytes();
            }
        }
        assertThat(copies).isLessThan(25);
    }
}
