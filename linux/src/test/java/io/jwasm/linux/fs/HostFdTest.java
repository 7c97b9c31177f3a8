package io.jwasm.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostFdTest {

    @Test
    void closingTwiceClosesOnce() {
        HostFd first = eventFd();
        int number = first.number();
        first.close();
        HostFd second = eventFd();
        assertThat(second.number()).isEqualTo(number);
        first.close();
        assertThat(Files.exists(Path.of("/proc/self/fd/" + number))).isTrue();
        second.close();
        assertThat(second.isOpen()).isFalse();
        assertThatThrownBy(second::number).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failedCallAnswersTheNegatedErrorNumber() {
        assertThat(Native.syscall(SyscallNumber.CLOSE, -1, 0, 0)).isEqualTo(-Errno.EBADF);
    }

    private static HostFd eventFd() {
        return new HostFd((int) Native.syscall(SyscallNumber.EVENTFD2, 0, 0, 0));
    }
}
