package io.jwasm.wasi.preview1.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.socket.AddressBuffer;
import io.jwasm.linux.socket.SocketCalls;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A socket that listens, given to a guest that reaches no network otherwise.
@Timeout(240)
class GivenListenerTest extends SocketScene {

    private static final int LISTENER = 3;
    private static final int SHUT_BOTH = 3;

    private HostFd listener;

    @BeforeEach
    void listen() throws IOException {
        guest.close();
        listener = new HostFd((int) SocketCalls.open(false, false));
        try (AddressBuffer address = new AddressBuffer()) {
            address.set(InetAddress.ofLiteral("127.0.0.1").getAddress(), 0);
            assertThat(address.bind(listener.number())).isZero();
        }
        assertThat(SocketCalls.listen(listener.number(), 8)).isZero();
        guest = TestGuest.withoutNetwork(List.of(new Grant.Listener("/tcp", listener)));
    }

    @AfterEach
    void closeListener() {
        listener.close();
    }

    @Test
    void itServesConnections() throws Exception {
        address(loopback(), 4);
        try (Socket client = new Socket(loopback(), port(LISTENER))) {
            assertThat(guest.call("sock_accept", LISTENER, 0, 16)).isEqualTo(Errno.SUCCESS);
            int connection = guest.result();
            assertThat(send(connection, "hello")).isEqualTo(Errno.SUCCESS);
            assertThat(client.getInputStream().readNBytes(5)).asString(US_ASCII).isEqualTo("hello");
        }
    }

    /// Linux lets a listener that was shut down connect.
    @Test
    void itDoesNotBecomeAWayOut() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 1, loopback())) {
            assertThat(guest.call("sock_shutdown", LISTENER, SHUT_BOTH)).isEqualTo(Errno.SUCCESS);
            address(loopback(), 4);

            assertThat(guest.call("sock_connect", LISTENER, ADDRESS, elsewhere.getLocalPort()))
                    .isEqualTo(Errno.ACCES);
            assertThat(guest.call("sock_bind", LISTENER, ADDRESS, 0)).isEqualTo(Errno.ACCES);
            assertThat(guest.call("sock_listen", LISTENER, 1)).isEqualTo(Errno.ACCES);
            guest.vector(0, TestGuest.BYTES, 1);
            assertThat(
                            guest.call(
                                    "sock_send_to",
                                    LISTENER,
                                    TestGuest.VECTORS,
                                    1,
                                    ADDRESS,
                                    elsewhere.getLocalPort(),
                                    0,
                                    TestGuest.RESULT))
                    .isEqualTo(Errno.ACCES);
        }
    }
}
