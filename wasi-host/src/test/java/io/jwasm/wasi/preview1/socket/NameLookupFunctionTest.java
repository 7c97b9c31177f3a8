package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Names looked up as the container's files say, on a real name server where one is needed.
@Timeout(240)
class NameLookupFunctionTest extends SocketScene {

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
    void aGuestWithoutNetworkLooksNothingUp() throws Exception {
        guest.close();
        guest = TestGuest.withoutNetwork();

        assertThat(lookUp("192.0.2.7", "80", 0)).isEqualTo(Errno.ACCES);
    }
}
