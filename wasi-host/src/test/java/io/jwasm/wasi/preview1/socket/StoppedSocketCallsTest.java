package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestEnd;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that wait for somebody, when their guest is to end.
@Timeout(240)
class StoppedSocketCallsTest extends SocketScene {

    @ParameterizedTest
    @ValueSource(strings = {"accept", "recv", "recv_from"})
    void aGuestThatWaitsIsStopped(String call) throws Exception {
        int stream = listening(loopback(), 4);
        int datagram = open(INET4, DATAGRAM);
        guest.vector(0, BYTES, 1);

        isStopped(() ->
                switch (call) {
                    case "accept" -> guest.call("sock_accept", stream, 0, RESULT);
                    case "recv" -> receive(datagram, 1);
                    default ->
                            guest.call(
                                    "sock_recv_from",
                                    datagram,
                                    VECTORS,
                                    1,
                                    ADDRESS,
                                    0,
                                    PORT,
                                    RESULT,
                                    PATH);
                });
    }

    @Test
    void aGuestThatConnectsToABusyServerIsStopped() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, loopback())) {
            List<SocketChannel> queue = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                SocketChannel waiting = SocketChannel.open();
                waiting.configureBlocking(false);
                waiting.connect(server.getLocalSocketAddress());
                queue.add(waiting);
            }
            int fd = open(INET4, STREAM);
            address(loopback(), 4);

            isStopped(() -> guest.call("sock_connect", fd, ADDRESS, server.getLocalPort()));

            for (SocketChannel waiting : queue) {
                waiting.close();
            }
        }
    }

    private void isStopped(Supplier<Errno> call) {
        CompletableFuture<Errno> waiting = CompletableFuture.supplyAsync(call);
        assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS))
                .as("waits")
                .isInstanceOf(TimeoutException.class);

        guest.control().stop();

        assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(GuestEnd.Stop.class);
    }
}
