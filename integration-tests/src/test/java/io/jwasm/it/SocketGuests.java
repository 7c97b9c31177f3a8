package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Guests that listen and guests that call out, in containers of a stack, in the host's network.
/// Both leave their sockets open when they end.
final class SocketGuests {
    private static final String SERVER = "docker.io/jwasm/http:1";
    private static final String CALLER = "docker.io/jwasm/dial:1";
    private static final int CALLS = 20;
    private static final int PATIENCE_MILLIS = 30_000;

    private final Stack stack;

    SocketGuests(Stack stack) throws IOException {
        this.stack = stack;
        Path server =
                Path.of(System.getProperty("jwasm.it.project", ".."), "examples/http/http.wasm");
        bring(SERVER, Files.readAllBytes(server));
        bring(CALLER, Guests.bytes("dial.wasm"));
    }

    private void bring(String name, byte[] module) {
        Path archive = TestImage.ofModule(name, module).writeTo(stack.containerd().home());
        stack.containerd().importImage("default", archive);
    }

    /// Kills a server that has clients in every state: served, in the middle of a request, silent,
    /// and gone with a reset.
    void killAServer() throws IOException {
        int port = freePort();
        String id = Stack.newId();
        stack.run(
                        SERVER,
                        List.of("--detach", "--null-io", "--net-host"),
                        id,
                        List.of("/main.wasm", "--port", "" + port, "--clients", "50"))
                .run()
                .orThrow();
        Eventually.require(Duration.ofSeconds(60), () -> listens(port), () -> "none on " + port);
        try (Socket served = dial(port);
                Socket halfway = dial(port);
                Socket _ = dial(port)) {
            write(halfway, "GET / HT");
            reset(port);
            write(served, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
            served.setSoTimeout(PATIENCE_MILLIS);
            byte[] answer = served.getInputStream().readNBytes("HTTP/1.1 200".length());
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            stack.ctr("tasks", "rm", "--force", id).orThrow();
        }
        stack.ctr("containers", "delete", id).orThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = dial(port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static Socket dial(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void reset(int port) throws IOException {
        try (Socket gone = dial(port)) {
            write(gone, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
            gone.setSoLinger(true, 0); // Closes with a reset, the answer unread.
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Runs a guest that connects and is answered, many times over.
    void callOut() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, CALLS, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answering =
                    CompletableFuture.runAsync(() -> answerAll(socket), Thread::startVirtualThread);
            Outcome outcome =
                    stack.run(
                                    CALLER,
                                    List.of("--rm", "--net-host"),
                                    Stack.newId(),
                                    List.of("/main.wasm", "" + socket.getLocalPort(), "" + CALLS))
                            .run()
                            .orThrow();
            assertThat(outcome.text()).isEqualTo("pong\n");
            answering.join();
        }
    }

    private static void answerAll(ServerSocket socket) {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (int i = 0; i < CALLS; i++) {
                try (Socket caller = socket.accept()) {
                    byte[] said = caller.getInputStream().readNBytes("ping\n".length());
                    assertThat(new String(said, StandardCharsets.US_ASCII)).isEqualTo("ping\n");
                    write(caller, "pong\n");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
