package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections of WasmEdge's socket extension with real sockets, in both of its versions.
@Timeout(240)
class ConnectionFunctionsTest extends SocketScene {

    private static final int TYPE = 704;

    @ParameterizedTest(name = "{0}, address in {1} bytes, accept of version {2}")
    @CsvSource({"127.0.0.1,4,1", "127.0.0.1,128,2", "::1,16,2", "::1,128,1"})
    void guestServesAConnection(String host, int length, int version) throws Exception {
        InetAddress address = InetAddress.ofLiteral(host);
        int listener = listening(address, length);
        int port = port(listener);
        try (Socket client = new Socket(address, port)) {
            Errno accepted =
                    version == 1
                            ? guest.call("sock_accept", listener, RESULT)
                            : guest.call("sock_accept", listener, 0, RESULT);
            assertThat(accepted).isEqualTo(Errno.SUCCESS);
            int fd = guest.result();
            client.getOutputStream().write("ping".getBytes(UTF_8));

            assertThat(receive(fd, 100)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.readText()).isEqualTo("ping");

            assertThat(send(fd, "pong")).isEqualTo(Errno.SUCCESS);
            assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("pong");

            address(address, length);
            assertThat(guest.call("sock_getpeeraddr", fd, ADDRESS, PORT)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.memory().getInt(PORT)).isEqualTo(client.getLocalPort());
            int start = length == 128 ? ADDRESS_BYTES + 2 : ADDRESS_BYTES;
            assertThat(bytes(start, address.getAddress().length)).isEqualTo(address.getAddress());

            assertThat(guest.call("sock_shutdown", fd, 2)).isEqualTo(Errno.SUCCESS);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            client.shutdownOutput();
            assertThat(receive(fd, 100)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.result()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}: type {2}")
    @CsvSource({"127.0.0.1,4,4", "::1,16,6"})
    void firstVersionTellsTheTypeOfAnAddressAsItsProgramsExpectIt(String host, int length, int type)
            throws Exception {
        int listener = listening(InetAddress.ofLiteral(host), length);

        assertThat(guest.call("sock_getlocaladdr", listener, ADDRESS, TYPE, PORT))
                .isEqualTo(Errno.SUCCESS);

        assertThat(guest.memory().getInt(TYPE)).isEqualTo(type);
        assertThat(guest.memory().getInt(PORT)).isEqualTo(port(listener));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 128})
    void guestConnects(int length) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            int fd = open(INET4, STREAM);
            address(server.getInetAddress(), length);

            assertThat(guest.call("sock_connect", fd, ADDRESS, server.getLocalPort()))
                    .isEqualTo(Errno.SUCCESS);

            try (Socket peer = server.accept()) {
                peer.getOutputStream().write("hello".getBytes(UTF_8));
                peer.shutdownOutput();
                assertThat(receive(fd, 100)).isEqualTo(Errno.SUCCESS);
                assertThat(guest.readText()).isEqualTo("hello");
            }
        }
    }

    @Test
    void refusedConnectionIsToldAsSuch() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0)) {
            port = server.getLocalPort();
        }
        int fd = open(INET4, STREAM);
        address(InetAddress.ofLiteral("127.0.0.1"), 4);

        assertThat(guest.call("sock_connect", fd, ADDRESS, port)).isEqualTo(Errno.CONNREFUSED);
    }

    @Test
    void nonBlockingConnectionBecomesWritable() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            int fd = open(INET4, STREAM);
            assertThat(guest.call("fd_fdstat_set_flags", fd, 4)).isEqualTo(Errno.SUCCESS);
            address(server.getInetAddress(), 4);
            assertThat(guest.call("sock_connect", fd, ADDRESS, server.getLocalPort()))
                    .isIn(Errno.INPROGRESS, Errno.SUCCESS);

            subscribe(fd, 2);
            assertThat(guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 1, RESULT))
                    .isEqualTo(Errno.SUCCESS);

            assertThat(guest.memory().getShort(EVENTS + 8)).isZero();
            assertThat(receive(fd, 1)).isEqualTo(Errno.AGAIN);
        }
    }

    @Test
    void pollTellsHowMuchThereIsToReadAndWhenThePeerIsGone() throws Exception {
        int listener = listening(InetAddress.ofLiteral("127.0.0.1"), 4);
        try (Socket client = new Socket(loopback(), port(listener))) {
            subscribe(listener, 1);
            guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 1, RESULT);
            assertThat(guest.result()).isEqualTo(1);
            guest.call("sock_accept", listener, 0, RESULT);
            int fd = guest.result();
            client.getOutputStream().write(new byte[7]);

            subscribe(fd, 1);
            guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 1, RESULT);
            assertThat(guest.memory().getLong(EVENTS + 16)).isEqualTo(7);

            receive(fd, 7);
            client.shutdownOutput();
            guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 1, RESULT);
            assertThat(receive(fd, 7)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.result()).isZero();
        }
    }

    @Test
    void aGuestWithoutNetworkOpensNothing() throws Exception {
        guest.close();
        guest = TestGuest.withoutNetwork();

        assertThat(guest.call("sock_open", INET4, STREAM, RESULT)).isEqualTo(Errno.ACCES);
    }
}
