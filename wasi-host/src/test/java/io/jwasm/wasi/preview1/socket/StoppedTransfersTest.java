package io.jwasm.wasi.preview1.socket;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestEnd;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Transfers that would go on for ever, or for long, when their guest is to end.
@Timeout(240)
class StoppedTransfersTest extends SocketScene {

    private static final int WAIT_FOR_ALL = 2;

    private void connect(int fd, ServerSocket server) {
        address(loopback(), 4);
        assertThat(guest.call("sock_connect", fd, ADDRESS, server.getLocalPort()))
                .isEqualTo(Errno.SUCCESS);
    }

    /// 2 GiB, of the same 2 MiB again and again.
    private void vectors() {
        for (int i = 0; i < 1024; i++) {
            guest.vector(i, BYTES, 2 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sock_send", "fd_write", "sock_recv", "poll_oneoff"})
    void aSilentPeerHoldsNobodyUp(String call) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, loopback())) {
            int fd = open(INET4, STREAM);
            connect(fd, server);
            try (Socket _ = server.accept()) {
                vectors();
                subscribe(fd, 1);
                CompletableFuture<Errno> waiting =
                        CompletableFuture.supplyAsync(() ->
                                switch (call) {
                                    case "sock_send" ->
                                            guest.call(call, fd, VECTORS, 1024, 0, RESULT);
                                    case "fd_write" -> guest.call(call, fd, VECTORS, 1024, RESULT);
                                    case "sock_recv" ->
                                            guest.call(
                                                    call,
                                                    fd,
                                                    VECTORS,
                                                    1,
                                                    WAIT_FOR_ALL,
                                                    RESULT,
                                                    700);
                                    default -> guest.call(call, SUBSCRIPTIONS, EVENTS, 1, RESULT);
                                });
                isStopped(waiting);
            }
        }
    }

    /// The call never waits then: it has to look itself.
    @ParameterizedTest
    @ValueSource(strings = {"sock_send", "fd_write"})
    void aQuickPeerKeepsNobodyBusy(String call) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, loopback())) {
            int fd = open(INET4, STREAM);
            connect(fd, server);
            CountDownLatch begun = new CountDownLatch(1);
            try (Socket peer = server.accept()) {
                Thread _ = Thread.ofPlatform().daemon().start(() -> drain(peer, begun));
                vectors();
                CompletableFuture<Errno> sending =
                        CompletableFuture.supplyAsync(() ->
                                call.equals("fd_write")
                                        ? guest.call(call, fd, VECTORS, 1024, RESULT)
                                        : guest.call(call, fd, VECTORS, 1024, 0, RESULT));
                assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

                isStopped(sending);
            }
        }
    }

    private static void drain(Socket peer, CountDownLatch begun) {
        byte[] bytes = new byte[1 << 20];
        try {
            while (peer.getInputStream().read(bytes) >= 0) {
                begun.countDown();
            }
        } catch (java.io.IOException _) {
            // The test has closed the socket.
        }
    }

    @Test
    void aSilentNameServerHoldsNobodyUp(@TempDir Path image) throws Exception {
        Files.createDirectories(image.resolve("etc"));
        Files.writeString(
                image.resolve("etc/resolv.conf"),
                "nameserver 127.53.0.3\noptions timeout:30 attempts:5\n");
        guest.close();
        guest = io.jwasm.wasi.testing.TestGuest.with(image);
        InetAddress place = InetAddress.ofLiteral("127.53.0.3");
        try (DatagramSocket server = new DatagramSocket(53, place)) {
            CompletableFuture<Errno> asking =
                    CompletableFuture.supplyAsync(
                            () -> new LookUp(guest).find("db.example.", "80"));
            server.receive(new java.net.DatagramPacket(new byte[512], 512));

            isStopped(asking);
        }
    }

    @Test
    void whatIsTooLongForADatagramIsNotSentInParts() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, loopback())) {
            int fd = open(INET4, DATAGRAM);
            address(loopback(), 4);
            assertThat(guest.call("sock_connect", fd, ADDRESS, peer.getLocalPort()))
                    .isEqualTo(Errno.SUCCESS);
            guest.vector(0, BYTES, 70_000);
            assertThat(guest.call("fd_write", fd, VECTORS, 1, RESULT)).isEqualTo(Errno.MSGSIZE);
            assertThat(guest.call("sock_send", fd, VECTORS, 1, 0, RESULT)).isEqualTo(Errno.MSGSIZE);
            peer.setSoTimeout(50);
            assertThatThrownBy(() -> peer.receive(new java.net.DatagramPacket(new byte[9], 9)))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private void isStopped(CompletableFuture<Errno> call) {
        guest.control().stop();

        assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(GuestEnd.Stop.class);
    }
}
