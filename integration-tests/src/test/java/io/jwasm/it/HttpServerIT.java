package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.image.TestImage;
import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Release;
import io.jwasm.it.peer.Setup;
import io.jwasm.it.process.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// `examples/http`, a server on the socket extension, inside a container of a real containerd.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HttpServerIT {
    private static final String IMAGE = "docker.io/jwasm/http:1";
    private static final int CONNECTIONS = 1000;
    private static final boolean IS_TIMED = Boolean.getBoolean("jwasm.it.killsTimed");

    /// For how many seconds the server keeps clients that say nothing: on a slow machine a thousand
    /// take a while to come.
    private static final int PATIENCE = 120;

    private static final String GREETING = "Hello from WebAssembly!\n";

    private final Containerd containerd =
            Containerd.start(Setup.plain(Release.V2_1, Shim.JWASM.shims().toArray(Path[]::new)));
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = freePort();
    private final Path files = files();

    HttpServerIT() throws IOException {
        Path module =
                Path.of(System.getProperty("jwasm.it.project", ".."), "examples/http/http.wasm");
        TestImage image = TestImage.ofModule(IMAGE, Files.readAllBytes(module));
        containerd.importImage("default", image.writeTo(containerd.home()));
        start("http", port, PATIENCE);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path files() {
        try {
            Path folder = Files.createDirectories(containerd.home().resolve("www"));
            Files.write(folder.resolve("big.bin"), new byte[300_000]);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(String id, int onPort, int patienceSeconds) {
        containerd
                .run(
                        List.of(
                                "--detach",
                                "--null-io",
                                "--net-host",
                                "--mount",
                                "type=bind,src=" + files + ",dst=/www,options=rbind:ro",
                                "--runtime",
                                Shim.JWASM.type()),
                        List.of(
                                IMAGE,
                                id,
                                "/main.wasm",
                                "--port",
                                Integer.toString(onPort),
                                "--files",
                                "/www",
                                "--clients",
                                "1200",
                                "--patience",
                                Integer.toString(patienceSeconds)))
                .run()
                .orThrow();
        Eventually.require(
                Duration.ofSeconds(60), () -> answers(onPort), () -> "no answer on " + onPort);
    }

    private static boolean answers(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @AfterAll
    void stop() {
        client.close();
        containerd.ctr("task", "kill", "--signal", "SIGKILL", "http");
        containerd.ctr("task", "delete", "--force", "http");
        containerd.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void requestsAreAnswered() throws Exception {
        HttpResponse<String> greeting = client.send(request("/").build(), BodyHandlers.ofString());
        assertThat(greeting.statusCode()).isEqualTo(200);
        assertThat(greeting.body()).isEqualTo(GREETING);

        HttpResponse<String> echo =
                client.send(
                        request("/echo").POST(BodyPublishers.ofString("some body")).build(),
                        BodyHandlers.ofString());
        assertThat(echo.body()).isEqualTo("some body");

        HttpResponse<byte[]> file =
                client.send(request("/files/big.bin").build(), BodyHandlers.ofByteArray());
        assertThat(file.body()).hasSize(300_000);

        HttpResponse<String> nothing =
                client.send(request("/nothing").build(), BodyHandlers.ofString());
        assertThat(nothing.statusCode()).isEqualTo(404);
    }

    @Test
    void aThousandConnectionsAtOnceAreServed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        long start = System.nanoTime();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            for (Socket socket : sockets) {
                write(socket, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
            }
            for (Socket socket : sockets) {
                assertThat(readAnswer(socket)).startsWith("HTTP/1.1 200").endsWith(GREETING);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        IO.println(
                "[http] %d connections at once, each served: %d ms"
                        .formatted(CONNECTIONS, (System.nanoTime() - start) / 1_000_000));
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readAnswer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        byte[] block = new byte[4096];
        while (answer.indexOf(GREETING) < 0) {
            int count = in.read(block);
            if (count < 0) {
                break;
            }
            answer.append(new String(block, 0, count, StandardCharsets.UTF_8));
        }
        return answer.toString();
    }

    @Test
    void clientsThatAreSlowSilentOrGoneDisturbNobody() throws Exception {
        int impatient = freePort();
        start("http-impatient", impatient, 3);
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), impatient);
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), impatient)) {
            write(slow, "GET / HT");
            try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), impatient)) {
                write(gone, "GET /files/big.bin HTTP/1.1\r\n\r\n");
                gone.setSoLinger(true, 0); // Closes with a reset, the answer unread.
            }
            try (Socket other = new Socket(InetAddress.getLoopbackAddress(), impatient)) {
                write(other, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
                assertThat(readAnswer(other)).startsWith("HTTP/1.1 200").endsWith(GREETING);
            }

            // The server's patience ends after 3 s.
            silent.setSoTimeout(60_000);
            slow.setSoTimeout(60_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
        containerd.ctr("task", "rm", "--force", "http-impatient").orThrow();
    }

    /// `scripts/bench-kill` holds it to a second.
    @Test
    void sigtermEndsIt() {
        int another = freePort();
        start("http-to-stop", another, PATIENCE);

        long start = System.nanoTime();
        containerd.ctr("task", "kill", "--signal", "SIGTERM", "http-to-stop").orThrow();
        Eventually.require(
                Duration.ofSeconds(60),
                () ->
                        containerd
                                .ctr("task", "ls")
                                .text()
                                .lines()
                                .anyMatch(line -> line.matches("http-to-stop .*STOPPED.*")),
                () -> "it runs on");
        long millis = (System.nanoTime() - start) / 1_000_000;

        IO.println("[http] stopped %d ms after SIGTERM was sent".formatted(millis));
        assertThat(containerd.ctr("task", "delete", "http-to-stop").orThrow().error())
                .contains("143");
        containerd.ctr("container", "delete", "http-to-stop").orThrow();
        assertThat(answers(another)).isFalse();
        assertThat(millis).isLessThan(IS_TIMED ? 1000 : 60_000);
    }
}
