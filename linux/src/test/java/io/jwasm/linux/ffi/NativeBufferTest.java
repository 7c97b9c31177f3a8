package io.jwasm.linux.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NativeBufferTest {

    @Test
    void isZeroedAndAligned() {
        try (NativeBuffer buffer = NativeBuffer.allocate(64)) {
            assertThat(buffer.address() % 16).isZero();
            for (int i = 0; i < 64; i++) {
                assertThat(buffer.getByte(i)).isZero();
            }
        }
    }

    @Test
    void accessBeyondTheEndIsRefused() {
        try (NativeBuffer buffer = NativeBuffer.allocate(8)) {
            assertThatThrownBy(() -> buffer.putLong(1, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.getByte(-1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void closedBufferGivesNeitherBytesNorItsAddress() {
        NativeBuffer buffer = NativeBuffer.allocate(8);
        buffer.close();
        buffer.close();
        assertThatThrownBy(() -> buffer.getByte(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(buffer::address).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void textThatTheKernelWouldCutIsRefused() {
        assertThatThrownBy(() -> NativeBuffer.ofCString("/etc\0/passwd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void worksOnAVirtualThread() throws InterruptedException {
        long[] result = new long[1];
        Thread.ofVirtual()
                .start(() -> result[0] = Native.syscall(SyscallNumber.GETPID, 0, 0, 0))
                .join();
        assertThat(result[0]).isEqualTo(ProcessHandle.current().pid());
    }
}
