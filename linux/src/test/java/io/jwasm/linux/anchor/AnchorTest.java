package io.jwasm.linux.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.landlock.Landlock;
import io.jwasm.linux.landlock.LandlockRuleset;
import io.jwasm.linux.namespace.Namespace;
import io.jwasm.linux.process.ChildEnd;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.process.CurrentThread;
import io.jwasm.linux.process.ProcessReaper;
import io.jwasm.linux.testing.OpenDescriptors;
import io.jwasm.linux.testing.Root;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorTest {

    @TempDir Path directory;
    private ProcessReaper reaper;
    private AnchorImage image;

    @BeforeEach
    void start() throws Exception {
        reaper = ProcessReaper.start("anchor-reaper");
        image = AnchorImage.create(directory.toString());
    }

    @AfterEach
    void stop() {
        image.close();
        reaper.close();
    }

    @Test
    void namesItselfAndHoldsNothing() throws Exception {
        CompletableFuture<ChildEnd> end = new CompletableFuture<>();
        Anchor anchor = Anchor.spawn(image, "redis", reaper, end::complete);
        Path proc = Path.of("/proc/" + anchor.pid());
        awaitName(proc);
        assertThat(Files.readString(proc.resolve("cmdline"))).isEqualTo("jwasm: redis\0");
        assertThat(proc.resolve("fd").toFile().list()).isEmpty();
        assertThat(Files.readString(proc.resolve("stat")).split(" ", -1)[5])
                .as("leader of its own session")
                .isEqualTo(Integer.toString(anchor.pid()));
        assertThat(anchor.identity().isAlive()).isTrue();
        assertThat(anchor.kill()).isTrue();
        assertThat(end.get(60, TimeUnit.SECONDS).exitStatus()).isEqualTo(137);
        assertThat(anchor.kill()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "HUP", "INT", "KILL", "USR1"})
    void signalsHaveTheirDefaultAction(String signal) throws Exception {
        CompletableFuture<ChildEnd> end = new CompletableFuture<>();
        Anchor anchor = Anchor.spawn(image, "c", reaper, end::complete);
        new ProcessBuilder("kill", "-" + signal, Integer.toString(anchor.pid())).start().waitFor();
        assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(ChildEnd.Signalled.class);
    }

    @Test
    void diesWithTheThreadThatSpawnedIt() throws Exception {
        CompletableFuture<ChildEnd> end = new CompletableFuture<>();
        CompletableFuture<Anchor> spawned = new CompletableFuture<>();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform()
                        .name("guest")
                        .start(() -> {
                            try {
                                spawned.complete(Anchor.spawn(image, "c", reaper, end::complete));
                                mayEnd.await();
                            } catch (ErrnoException | InterruptedException failure) {
                                spawned.completeExceptionally(failure);
                            }
                        });
        Anchor anchor = spawned.get(60, TimeUnit.SECONDS);
        awaitName(Path.of("/proc/" + anchor.pid()));
        assertThat(end).isNotDone();
        mayEnd.countDown();
        thread.join();
        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Signalled(9, false));
    }

    /// The kernel asks for permission before it delivers the signal of the parent's death.
    @Test
    void diesWithItsThreadFromBehindLandlock() throws Exception {
        int version = Landlock.version();
        assumeTrue(version > 0, "the kernel has no Landlock");
        CompletableFuture<ChildEnd> end = new CompletableFuture<>();
        CompletableFuture<Anchor> spawned = new CompletableFuture<>();
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (LandlockRuleset rules = LandlockRuleset.create(version, false)) {
            Thread thread =
                    Thread.ofPlatform()
                            .name("guest")
                            .start(() -> {
                                try {
                                    Anchor anchor = Anchor.spawn(image, "c", reaper, end::complete);
                                    CurrentThread.setNoNewPrivileges();
                                    rules.restrictThread();
                                    spawned.complete(anchor);
                                    mayEnd.await();
                                } catch (ErrnoException | InterruptedException failure) {
                                    spawned.completeExceptionally(failure);
                                }
                            });
            awaitName(Path.of("/proc/" + spawned.get(60, TimeUnit.SECONDS).pid()));
            mayEnd.countDown();
            thread.join();
        }
        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Signalled(9, false));
    }

    @Test
    void isTheFirstOfItsOwnPidNamespaceAndDiesWithItsThread() throws Exception {
        Root.assumed("unshare");
        CompletableFuture<ChildEnd> end = new CompletableFuture<>();
        CompletableFuture<Anchor> spawned = new CompletableFuture<>();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform()
                        .name("guest")
                        .start(() -> {
                            try {
                                Namespace.unshare(List.of(Namespace.PID));
                                Anchor anchor = Anchor.spawn(image, "c", reaper, end::complete);
                                Namespace.PID.enter(Namespace.PID.pathOfCurrentThread());
                                // Only a thread that is back can make others.
                                Thread.ofPlatform().start(() -> spawned.complete(anchor)).join();
                                mayEnd.await();
                            } catch (ErrnoException | InterruptedException | Error failure) {
                                spawned.completeExceptionally(failure);
                            }
                        });
        Anchor anchor = spawned.get(60, TimeUnit.SECONDS);
        Path proc = Path.of("/proc/" + anchor.pid());
        awaitName(proc);
        assertThat(Files.readAllLines(proc.resolve("status")))
                .contains("NSpid:\t" + anchor.pid() + "\t1");
        assertThat(Files.readSymbolicLink(proc.resolve("ns/pid")))
                .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
        mayEnd.countDown();
        thread.join();
        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ChildEnd.Signalled(9, false));
    }

    @Test
    void anotherProcessesChildGivesUp() throws Exception {
        // The image knows this process as the parent; here a shell is.
        String path = "/proc/" + CurrentProcess.pid() + "/fd/" + image.file().number();
        Process shell = new ProcessBuilder("sh", "-c", path + "; exit $?").start();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isEqualTo(1);
    }

    @Test
    void imageInMemoryCannotBeChanged() {
        Path path = Path.of("/proc/self/fd/" + image.file().number());
        assertThatThrownBy(() -> Files.write(path, "x".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("not permitted");
    }

    @Test
    void imageIsInMemoryWhereThatIsAllowed() throws Exception {
        assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + image.file().number())))
                .hasToString("/memfd:jwasm-anchor (deleted)");
    }

    @Test
    void imageInADirectoryWorksAndLeavesNoFile() throws Exception {
        try (AnchorImage file = AnchorImage.inDirectory(directory.toString())) {
            CompletableFuture<ChildEnd> end = new CompletableFuture<>();
            Anchor anchor = Anchor.spawn(file, "c", reaper, end::complete);
            awaitName(Path.of("/proc/" + anchor.pid()));
            assertThat(directory).isEmptyDirectory();
            anchor.kill();
            assertThat(end.get(60, TimeUnit.SECONDS).exitStatus()).isEqualTo(137);
        }
    }

    @Test
    void missingDirectoryIsNamed() {
        assertThatThrownBy(() -> AnchorImage.inDirectory("/no/such"))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining("/no/such");
    }

    @Test
    void manyAnchorsLeaveNothingBehind() throws Exception {
        Map<Integer, String> before = OpenDescriptors.list();
        for (int i = 0; i < 100; i++) {
            CompletableFuture<ChildEnd> end = new CompletableFuture<>();
            Anchor anchor = Anchor.spawn(image, "c" + i, reaper, end::complete);
            anchor.kill();
            end.get(60, TimeUnit.SECONDS);
            assertThat(Files.exists(Path.of("/proc/" + anchor.pid()))).isFalse();
        }
        assertThat(OpenDescriptors.since(before)).isEmpty();
    }

    /// Waits until the anchor has run its first steps, which end with giving itself a name.
    private static void awaitName(Path proc) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(proc.resolve("comm")).equals("jwasm-anchor\n")) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
