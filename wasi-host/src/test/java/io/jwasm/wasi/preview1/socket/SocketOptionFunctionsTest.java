package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Options of real sockets.
@Timeout(240)
class SocketOptionFunctionsTest extends SocketScene {

    @Test
    void optionsAreSetAndRead() {
        int fd = open(INET4, STREAM);
        guest.memory().putInt(BYTES, 1);
        assertThat(guest.call("sock_setsockopt", fd, 0, 0, BYTES, 4)).isEqualTo(Errno.SUCCESS);
        guest.memory().putInt(BYTES, 0);
        guest.memory().putInt(RESULT, 4);
        assertThat(guest.call("sock_getsockopt", fd, 0, 0, BYTES, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getInt(BYTES)).isEqualTo(1);
        assertThat(guest.result()).isEqualTo(4);

        assertThat(guest.call("sock_getsockopt", fd, 0, 1, BYTES, RESULT)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getInt(BYTES)).as("type").isEqualTo(STREAM);
    }

    @ParameterizedTest(name = "level {0}, option {1}")
    @CsvSource({"1,0", "0,14", "0,99", "0,-1"})
    void unknownOptionsAreRefused(int level, int option) {
        int fd = open(INET4, STREAM);
        guest.memory().putInt(RESULT, 16);
        assertThat(guest.call("sock_getsockopt", fd, level, option, BYTES, RESULT))
                .isEqualTo(Errno.NOPROTOOPT);
        assertThat(guest.call("sock_setsockopt", fd, level, option, BYTES, 16))
                .isEqualTo(Errno.NOPROTOOPT);
    }

    @Test
    void receiveTimeoutIsKept() {
        int fd = open(INET4, DATAGRAM);
        guest.memory().putLong(BYTES, 0);
        guest.memory().putLong(BYTES + 8, 30_000);
        assertThat(guest.call("sock_setsockopt", fd, 0, 11, BYTES, 16)).isEqualTo(Errno.SUCCESS);
        long start = System.nanoTime();

        assertThat(receive(fd, 1)).isEqualTo(Errno.AGAIN);

        assertThat(System.nanoTime() - start).isGreaterThan(29_000_000);
        guest.memory().putInt(RESULT, 16);
        assertThat(guest.call("sock_getsockopt", fd, 0, 11, BYTES, RESULT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getLong(BYTES + 8)).isEqualTo(30_000);
    }
}
