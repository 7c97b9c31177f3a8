package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// SO_LINGER makes close(2) wait in the kernel, where no stop reaches a guest: for a peer that
/// takes nothing more, as long as the guest likes.
@Timeout(240)
class LingeringSocketTest extends SocketScene {

    private static final int LINGER = 9;
    private static final int NONBLOCK = 4;
    private static final int LONGER_THAN_THE_TEST = 3600;

    private void linger(int fd, int onOff, int seconds) {
        guest.memory().putInt(BYTES, onOff);
        guest.memory().putInt(BYTES + 4, seconds);
        assertThat(guest.call("sock_setsockopt", fd, 0, LINGER, BYTES, 8)).isEqualTo(Errno.SUCCESS);
    }

    /// A connection that has data to send which nobody takes.
    private int stuck(ServerSocket server) {
        int fd = open(INET4, STREAM);
        address(loopback(), 4);
        assertThat(guest.call("sock_connect", fd, ADDRESS, server.getLocalPort()))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_fdstat_set_flags", fd, NONBLOCK)).isEqualTo(Errno.SUCCESS);
        Errno sent = Errno.SUCCESS;
        while (sent == Errno.SUCCESS) {
            guest.vector(0, BYTES, 1 << 20);
            sent = guest.call("sock_send", fd, VECTORS, 1, 0, RESULT);
        }
        assertThat(sent).isEqualTo(Errno.AGAIN);
        return fd;
    }

    @Test
    void closingDoesNotWait() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, loopback())) {
            int fd = stuck(server);
            linger(fd, 1, LONGER_THAN_THE_TEST);
            try (Socket _ = server.accept()) {
                CompletableFuture<Errno> closed =
                        CompletableFuture.supplyAsync(() -> guest.call("fd_close", fd));

                assertThat(closed.get(60, TimeUnit.SECONDS)).isEqualTo(Errno.SUCCESS);
            }
        }
    }

    @Test
    void theGuestsEndDoesNotWait() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, loopback())) {
            linger(stuck(server), 1, LONGER_THAN_THE_TEST);
            try (Socket _ = server.accept()) {
                CompletableFuture.runAsync(guest::close).get(60, TimeUnit.SECONDS);
            }
        }
        start();
    }

    @ParameterizedTest
    @CsvSource({"1, 3600", "1, 0", "0, 0"})
    void whatWasSetIsRead(int onOff, int seconds) {
        int fd = open(INET4, STREAM);
        linger(fd, onOff, seconds);
        guest.memory().putLong(BYTES, -1);
        guest.memory().putInt(RESULT, 8);

        assertThat(guest.call("sock_getsockopt", fd, 0, LINGER, BYTES, RESULT))
                .isEqualTo(Errno.SUCCESS);

        assertThat(guest.result()).isEqualTo(8);
        assertThat(guest.memory().getInt(BYTES)).isEqualTo(onOff);
        assertThat(guest.memory().getInt(BYTES + 4)).isEqualTo(seconds);
    }

    /// A linger of no seconds drops what is not sent yet, and says so to the peer.
    @Test
    void noSecondsStillResetTheConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, loopback())) {
            int fd = open(INET4, STREAM);
            address(loopback(), 4);
            guest.call("sock_connect", fd, ADDRESS, server.getLocalPort());
            try (Socket peer = server.accept()) {
                linger(fd, 1, 5);
                linger(fd, 1, 0);
                assertThat(guest.call("fd_close", fd)).isEqualTo(Errno.SUCCESS);

                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> peer.getInputStream().read())
                        .hasMessageContaining("reset");
            }
        }
    }
}
