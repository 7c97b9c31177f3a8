package io.jwasm.wasi.preview1.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.io.Fifo;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names looked up in an image that has anything but files in `/etc`, and from a server that
/// answers anything but answers.
@Timeout(240)
class HostileImageLookUpTest extends SocketScene {

    private static final String SERVER = "127.53.0.2";

    @TempDir Path image;

    private LookUp lookUp;

    @BeforeEach
    void image() throws Exception {
        Files.createDirectories(image.resolve("etc"));
        guest.close();
        guest = TestGuest.with(image);
        lookUp = new LookUp(guest);
    }

    private void put(String kind, String name) throws Exception {
        Path place = image.resolve("etc").resolve(name);
        switch (kind) {
            case "fifo" -> Fifo.make(place.toString(), 0600);
            case "directory" -> Files.createDirectory(place);
            case "loop" -> Files.createSymbolicLink(place, place.getFileName());
            case "link out" -> {
                Path outside = Files.createTempFile("hosts", "");
                outside.toFile().deleteOnExit();
                Files.writeString(outside, "192.0.2.1 db\nnameserver 192.0.2.1\n");
                Files.createSymbolicLink(place, outside);
            }
            case "endless" -> {
                try (RandomAccessFile file = new RandomAccessFile(place.toFile(), "rw")) {
                    file.setLength(8L << 30);
                }
            }
            default -> Files.writeString(place, "\0".repeat(100) + " db\n# 192.0.2.1 db\n=\n");
        }
    }

    /// Asks 127.0.0.1 then, where nobody serves names, or nobody has one of that name.
    @ParameterizedTest
    @ValueSource(strings = {"fifo", "directory", "loop", "link out", "endless", "rubbish"})
    void whatIsNoFileOfTheImageSaysNothing(String kind) throws Exception {
        put(kind, "hosts");
        put(kind, "resolv.conf");
        try {
            assertThat(lookUp.find("db.invalid", "80")).isIn(Errno.AIAGAIN, Errno.AINONAME);
        } finally {
            Files.delete(image.resolve("etc/hosts"));
            Files.delete(image.resolve("etc/resolv.conf"));
        }
    }

    @Test
    void aGuestThatHasClosedItsRootHasNoFiles() throws Exception {
        Files.writeString(image.resolve("etc/hosts"), "192.0.2.9 db\n");
        assertThat(lookUp.find("db", "80")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_renumber", 0, TestGuest.ROOT)).isEqualTo(Errno.SUCCESS);

        assertThat(lookUp.find("db", "80")).isIn(Errno.AIAGAIN, Errno.AINONAME);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, AIAGAIN",
        "the question, AIAGAIN",
        "another id, AIAGAIN",
        "loops, AIAGAIN",
        "the longest datagram, AIAGAIN",
        "records beyond the end, AIAGAIN",
        "an address cut short, AINONAME"
    })
    void aServerThatAnswersNonsenseIsGivenUp(String kind, Errno errno) throws Exception {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "port 53 needs root");
        Files.writeString(
                image.resolve("etc/resolv.conf"),
                "nameserver " + SERVER + "\noptions timeout:1 attempts:1\n");
        try (DatagramSocket server = new DatagramSocket(53, InetAddress.ofLiteral(SERVER))) {
            Thread _ = Thread.ofVirtual().start(() -> answer(server, kind));

            assertThat(lookUp.find("db.example.", "80")).isEqualTo(errno);
        }
    }

    private static void answer(DatagramSocket server, String kind) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                server.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                byte[] answer = nonsense(question, kind);
                for (int i = 0; i < 100; i++) {
                    server.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (java.io.IOException _) {
            // The test has closed the socket.
        }
    }

    private static byte[] nonsense(byte[] question, String kind) {
        int end = question.length;
        byte[] answer = Arrays.copyOf(question, kind.startsWith("the longest") ? 65_507 : end + 64);
        answer[2] = (byte) 0x81;
        answer[3] = (byte) 0x80;
        answer[6] = (byte) 0xff; // 65,535 records
        answer[7] = (byte) 0xff;
        return switch (kind) {
            case "nothing" -> new byte[0];
            case "the question" -> question;
            case "another id" -> {
                answer[0]++;
                yield answer;
            }
            case "loops" -> {
                // Names that point at themselves, one after the other.
                for (int at = end; at + 1 < answer.length; at += 2) {
                    answer[at] = (byte) 0xc0;
                    answer[at + 1] = (byte) at;
                }
                yield answer;
            }
            case "an address cut short" -> {
                answer[6] = 0;
                answer[7] = 1;
                byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 3, 1, 2, 3};
                System.arraycopy(record, 0, answer, end, record.length);
                yield answer;
            }
            default -> answer;
        };
    }

    /// Each pointer that the guest keeps in its memory, one after the other.
    @ParameterizedTest
    @ValueSource(ints = {-1, 0x7fff_fff0, 4 << 20})
    void resultsBeyondTheMemoryAreFaults(int place) {
        assertThat(lookUp.find("192.0.2.7", "80")).isEqualTo(Errno.SUCCESS);
        for (int pointer : new int[] {LookUp.FIRST, LookUp.INFO + 12, LookUp.SOCKADDR + 8}) {
            lookUp.prepare();
            guest.memory().putInt(pointer, place);
            assertThat(lookUp.call("192.0.2.7", "80", 1))
                    .as("pointer %d", pointer)
                    .isEqualTo(Errno.FAULT);
        }
    }
}
