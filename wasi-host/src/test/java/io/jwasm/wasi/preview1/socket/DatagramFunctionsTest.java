package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Datagrams of WasmEdge's socket extension with real sockets, in both of its versions.
@Timeout(240)
class DatagramFunctionsTest extends SocketScene {

    @ParameterizedTest(name = "version {0}, address in {1} bytes")
    @CsvSource({"1,4", "2,4", "2,128"})
    void datagramsGoBothWays(int version, int length) throws Exception {
        InetAddress host = InetAddress.ofLiteral("127.0.0.1");
        try (DatagramSocket peer = new DatagramSocket(0, host)) {
            int fd = open(INET4, DATAGRAM);
            address(host, length);
            assertThat(guest.call("sock_bind", fd, ADDRESS, 0)).isEqualTo(Errno.SUCCESS);
            int port = port(fd);

            guest.vector(0, BYTES, guest.put(BYTES, "to you"));
            address(host, length);
            assertThat(
                            guest.call(
                                    "sock_send_to",
                                    fd,
                                    VECTORS,
                                    1,
                                    ADDRESS,
                                    peer.getLocalPort(),
                                    0,
                                    RESULT))
                    .isEqualTo(Errno.SUCCESS);
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            peer.receive(packet);
            assertThat(packet.getPort()).isEqualTo(port);
            assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
                    .isEqualTo("to you");

            byte[] answer = "and back".getBytes(UTF_8);
            peer.send(new DatagramPacket(answer, answer.length, new InetSocketAddress(host, port)));
            guest.vector(0, BYTES, 5);
            address(InetAddress.ofLiteral("0.0.0.0"), length);
            Errno received =
                    version == 1
                            ? guest.call("sock_recv_from", fd, VECTORS, 1, ADDRESS, 0, RESULT, PATH)
                            : guest.call(
                                    "sock_recv_from",
                                    fd,
                                    VECTORS,
                                    1,
                                    ADDRESS,
                                    0,
                                    PORT,
                                    RESULT,
                                    PATH);
            assertThat(received).isEqualTo(Errno.SUCCESS);
            assertThat(guest.text(BYTES, guest.result())).isEqualTo("and b");
            assertThat(guest.memory().getShort(PATH)).as("truncated").isEqualTo((short) 1);
            int start = length == 128 ? ADDRESS_BYTES + 2 : ADDRESS_BYTES;
            assertThat(bytes(start, 4)).isEqualTo(host.getAddress());
            if (version == 2) {
                assertThat(guest.memory().getInt(PORT)).isEqualTo(peer.getLocalPort());
            }
        }
    }
}
