package io.jwasm.linux.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.anchor.Anchor;
import io.jwasm.linux.anchor.AnchorImage;
import io.jwasm.linux.process.ProcessReaper;
import io.jwasm.linux.testing.OpenDescriptors;
import io.jwasm.linux.testing.Root;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NamespaceTest {

    @Test
    void newNamespacesAreTheCallingThreadsAlone() throws Exception {
        Root.assumed("unshare");
        String before = link(Namespace.NETWORK);
        List<String> inside =
                onPlatformThread(() -> {
                    Namespace.unshare(EnumSet.of(Namespace.NETWORK, Namespace.UTS, Namespace.IPC));
                    HostName.set("inside");
                    return List.of(
                            link(Namespace.NETWORK),
                            Files.readString(Path.of("/proc/thread-self/stat")),
                            Files.readString(Path.of("/proc/sys/kernel/hostname")));
                });
        assertThat(inside.get(0)).startsWith("net:[").isNotEqualTo(before);
        assertThat(inside.get(2)).isEqualTo("inside\n");
        assertThat(link(Namespace.NETWORK)).isEqualTo(before);
        assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname"))).isNotEqualTo("inside\n");
    }

    @Test
    void loopbackWorksInANewNetworkOnceItIsUp() throws Exception {
        Root.assumed("unshare");
        assertThat(
                        onPlatformThread(() -> {
                            Namespace.unshare(List.of(Namespace.NETWORK));
                            Loopback.bringUp();
                            return echo();
                        }))
                .isEqualTo(42);
    }

    @Test
    void anchorsNamespaceIsEnteredByPath() throws Exception {
        Root.assumed("unshare");
        Map<Integer, String> before = OpenDescriptors.list();
        try (ProcessReaper reaper = ProcessReaper.start("reaper");
                AnchorImage image = AnchorImage.inMemory()) {
            FutureTask<Boolean> first =
                    new FutureTask<>(() -> {
                        Namespace.unshare(List.of(Namespace.NETWORK, Namespace.IPC));
                        Anchor anchor = Anchor.spawn(image, "c", reaper, _ -> {});
                        String path = Namespace.NETWORK.pathOf(anchor.pid());
                        assertThat(link(Path.of(path))).isEqualTo(link(Namespace.NETWORK));
                        String entered =
                                onPlatformThread(() -> {
                                    Namespace.NETWORK.enter(path);
                                    return link(Namespace.NETWORK);
                                });
                        assertThat(entered).isEqualTo(link(Namespace.NETWORK));
                        return anchor.kill();
                    });
            Thread.ofPlatform().start(first);
            assertThat(first.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(OpenDescriptors.since(before)).isEmpty();
    }

    @Test
    void fileOfAnotherKindIsRefused() {
        Root.assumed("setns");
        assertThatThrownBy(() ->
                        onPlatformThread(() -> {
                            Namespace.NETWORK.enter("/proc/self/ns/uts");
                            return "";
                        }))
                .hasCauseInstanceOf(ErrnoException.class)
                .cause()
                .satisfies(e -> assertThat(((ErrnoException) e).errno()).isEqualTo(Errno.EINVAL))
                .hasMessageContaining("/proc/self/ns/uts");
    }

    @Test
    void virtualThreadMayNotChangeItsNamespace() {
        FutureTask<String> task =
                new FutureTask<>(() -> {
                    Namespace.unshare(List.of(Namespace.NETWORK));
                    return "";
                });
        Thread.ofVirtual().start(task);
        assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unshare on a virtual thread");
    }

    private static int echo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(42);
            return accepted.getInputStream().read();
        }
    }

    private static String link(Namespace kind) throws Exception {
        return link(Path.of(kind.pathOfCurrentThread()));
    }

    private static String link(Path path) throws Exception {
        return Files.readSymbolicLink(path).toString();
    }

    private static <T> T onPlatformThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("boxed").start(task);
        return task.get(60, TimeUnit.SECONDS);
    }
}
