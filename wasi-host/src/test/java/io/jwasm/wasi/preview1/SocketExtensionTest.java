package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestEnd;
import io.jwasm.wasi.testing.TestGuest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// WasmEdge's socket extension against real sockets, in both of its versions.
@Timeout(240)
class SocketExtensionTest {

    private static final int INET4 = 1;
    private static final int INET6 = 2;
    private static final int DATAGRAM = 1;
    private static final int STREAM = 2;

    /// Where an address record is, and the bytes that it points to.
    private static final int ADDRESS = 512;

    private static final int ADDRESS_BYTES = 544;
    private static final int PORT = 700;
    private static final int TYPE = 704;
    private static final int SUBSCRIPTIONS = 40960;
    private static final int EVENTS = 49152;

    private TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        guest = TestGuest.with(List.of());
    }

    @AfterEach
    void end() {
        guest.close();
    }

    private int open(int family, int type) {
        assertThat(guest.call("sock_open", family, type, RESULT)).isEqualTo(Errno.SUCCESS);
        return guest.result();
    }

    /// Points the address record at room of a length and puts an address there.
    private void address(InetAddress address, int length) {
        byte[] bytes = address.getAddress();
        guest.memory().putInt(ADDRESS, ADDRESS_BYTES);
        guest.memory().putInt(ADDRESS + 4, length);
        int start = ADDRESS_BYTES;
        if (length == 128) {
            guest.memory().putShort(ADDRESS_BYTES, (short) (bytes.length == 4 ? INET4 : INET6));
            start += 2;
        }
        guest.put(start, bytes);
    }

    private byte[] bytes(int at, int length) {
        byte[] bytes = new byte[length];
        guest.memory().get(at, bytes, 0, length);
        return bytes;
    }

    private int listening(InetAddress address, int length) {
        int fd = open(address.getAddress().length == 4 ? INET4 : INET6, STREAM);
        address(address, length);
        assertThat(guest.call("sock_bind", fd, ADDRESS, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("sock_listen", fd, 10)).isEqualTo(Errno.SUCCESS);
        return fd;
    }

    private int port(int fd) {
        assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, PORT)).isEqualTo(Errno.SUCCESS);
        return guest.memory().getInt(PORT);
    }

    private Errno send(int fd, String text) {
        guest.vector(0, BYTES, guest.put(BYTES, text));
        return guest.call("sock_send", fd, VECTORS, 1, 0, RESULT);
    }

    private Errno receive(int fd, int length) {
        guest.vector(0, BYTES, length);
        return guest.call("sock_recv", fd, VECTORS, 1, 0, RESULT, PATH);
    }

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

    /// Subscribes to reading (1) or writing (2) of a descriptor.
    private void subscribe(int fd, int type) {
        for (int i = 0; i < 48; i++) {
            guest.memory().putByte(SUBSCRIPTIONS + i, (byte) 0);
        }
        guest.memory().putByte(SUBSCRIPTIONS + 8, (byte) type);
        guest.memory().putInt(SUBSCRIPTIONS + 16, fd);
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

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    @ParameterizedTest(name = "family {0}, type {1}: {2}")
    @CsvSource({
        "0,2,AFNOSUPPORT",
        "3,2,AFNOSUPPORT",
        "-1,2,AFNOSUPPORT",
        "1,0,INVAL",
        "1,3,INVAL",
        "2,-1,INVAL"
    })
    void strangeSocketsAreRefused(int family, int type, Errno errno) {
        assertThat(guest.call("sock_open", family, type, RESULT)).isEqualTo(errno);
    }

    @ParameterizedTest(name = "address of {0} bytes, port {1}: {2}")
    @CsvSource({
        "0,80,INVAL",
        "5,80,INVAL",
        "127,80,INVAL",
        "-1,80,INVAL",
        "4,65536,INVAL",
        "4,-1,INVAL",
        "128,80,AFNOSUPPORT"
    })
    void strangeAddressesAreRefused(int length, int port, Errno errno) {
        int fd = open(INET4, STREAM);
        guest.memory().putInt(ADDRESS, ADDRESS_BYTES);
        guest.memory().putInt(ADDRESS + 4, length);
        for (String call : new String[] {"sock_bind", "sock_connect"}) {
            assertThat(guest.call(call, fd, ADDRESS, port)).isEqualTo(errno);
        }
    }

    @Test
    void pointersBeyondTheMemoryAreFaults() {
        int fd = open(INET4, DATAGRAM);
        guest.memory().putInt(ADDRESS, -16);
        guest.memory().putInt(ADDRESS + 4, 128);
        assertThat(guest.call("sock_open", INET4, STREAM, -2)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("sock_bind", fd, ADDRESS, 0)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, PORT)).isEqualTo(Errno.FAULT);
        assertThat(guest.call("sock_getsockopt", fd, 0, 0, -1, RESULT))
                .isIn(Errno.FAULT, Errno.INVAL);
        assertThat(guest.call("sock_getaddrinfo", -1, 100, -1, 100, -1, -1, 10, -1))
                .isEqualTo(Errno.FAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, -1})
    void whatIsNoSocketIsTold(int fd) {
        Errno expected = fd == 0 ? Errno.NOTSOCK : Errno.BADF;
        address(loopback(), 4);
        assertThat(guest.call("sock_bind", fd, ADDRESS, 0)).isEqualTo(expected);
        assertThat(guest.call("sock_connect", fd, ADDRESS, 0)).isEqualTo(expected);
        assertThat(guest.call("sock_listen", fd, 1)).isEqualTo(expected);
        assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, PORT)).isEqualTo(expected);
        assertThat(guest.call("sock_setsockopt", fd, 0, 0, BYTES, 4)).isEqualTo(expected);
    }

    @Test
    void literalNamesNeedNobody() {
        assertThat(lookUp("192.0.2.7", "8080", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isEqualTo(1);
        assertThat(bytes(SOCKADDR_DATA, 6)).containsExactly(0x1f, 0x90, 192, 0, 2, 7);

        assertThat(lookUp("2001:db8::7", "https", INET6)).isEqualTo(Errno.SUCCESS);
        assertThat(bytes(SOCKADDR_DATA, 2)).containsExactly(1, 0xbb);
        assertThat(bytes(SOCKADDR_DATA + 6, 2)).containsExactly(0x20, 0x01);

        assertThat(lookUp("192.0.2.7", "80", INET6)).isEqualTo(Errno.AIADDRFAMILY);
        assertThat(lookUp("192.0.2.7", "no-such-service", 0)).isEqualTo(Errno.AISERVICE);
        assertThat(lookUp("", "", 0)).isEqualTo(Errno.AINONAME);
    }

    private static final int HINT = 2048;
    private static final int INFO = 2112;
    private static final int SOCKADDR = 2176;
    private static final int SOCKADDR_DATA = 2240;
    private static final int FIRST = 2304;

    private Errno lookUp(String node, String service, int family) {
        guest.memory().putInt(HINT, family << 16);
        guest.memory().putInt(HINT + 4, 0);
        guest.memory().putInt(INFO + 12, SOCKADDR);
        guest.memory().putInt(INFO + 24, 0);
        guest.memory().putInt(SOCKADDR + 4, 26);
        guest.memory().putInt(SOCKADDR + 8, SOCKADDR_DATA);
        guest.memory().putInt(FIRST, INFO);
        return guest.call(
                "sock_getaddrinfo",
                PATH,
                guest.put(PATH, node + "\0"),
                SECOND_PATH,
                guest.put(SECOND_PATH, service + "\0"),
                HINT,
                FIRST,
                1,
                RESULT);
    }

    @Test
    void namesOfTheContainersHostsFileNeedNobodyElse(@TempDir Path root) throws Exception {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/hosts"), "192.0.2.9 db db.example # ours\n");
        guest.close();
        guest = TestGuest.with(root);

        assertThat(lookUp("DB", "5432", 0)).isEqualTo(Errno.SUCCESS);

        assertThat(bytes(SOCKADDR_DATA + 2, 4)).containsExactly(192, 0, 2, 9);
    }

    @Test
    void otherNamesAreAskedForAtTheContainersNameServer(@TempDir Path root) throws Exception {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "port 53 needs root");
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(
                root.resolve("etc/resolv.conf"),
                "nameserver 127.53.0.1\nsearch svc.example\noptions ndots:5 timeout:2\n");
        guest.close();
        guest = TestGuest.with(root);
        try (DatagramSocket server = new DatagramSocket(53, InetAddress.ofLiteral("127.53.0.1"))) {
            List<String> asked = new CopyOnWriteArrayList<>();
            Thread _ = Thread.ofVirtual().start(() -> serveNames(server, asked));

            assertThat(lookUp("web", "80", INET4)).isEqualTo(Errno.SUCCESS);
            assertThat(bytes(SOCKADDR_DATA + 2, 4)).containsExactly(192, 0, 2, 80);
            assertThat(lookUp("nobody.example.", "80", INET4)).isEqualTo(Errno.AINONAME);

            assertThat(asked).containsExactly("web.svc.example", "nobody.example");
        }
    }

    /// Knows one name; answers with a pointer to it, as servers do.
    private static void serveNames(DatagramSocket server, List<String> asked) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                server.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                StringBuilder name = new StringBuilder();
                for (int at = 12; question[at] != 0; at += 1 + question[at]) {
                    name.append(name.isEmpty() ? "" : ".");
                    name.append(new String(question, at + 1, question[at], UTF_8));
                }
                asked.add(name.toString());
                boolean isKnown = name.toString().equals("web.svc.example");
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                question[2] = (byte) 0x81;
                question[3] = (byte) (isKnown ? 0x80 : 0x83);
                question[7] = (byte) (isKnown ? 1 : 0);
                answer.writeBytes(question);
                if (isKnown) {
                    answer.writeBytes(HexFormat.of().parseHex("c00c000100010000003c0004c0000250"));
                }
                server.send(
                        new DatagramPacket(
                                answer.toByteArray(), answer.size(), packet.getSocketAddress()));
            }
        } catch (IOException _) {
            // The test has closed the socket.
        }
    }

    @Test
    void aGuestWithoutNetworkOpensNothing() throws Exception {
        guest.close();
        guest = TestGuest.withoutNetwork();
        assertThat(guest.call("sock_open", INET4, STREAM, RESULT)).isEqualTo(Errno.ACCES);
        assertThat(lookUp("192.0.2.7", "80", 0)).isEqualTo(Errno.ACCES);
    }
}
