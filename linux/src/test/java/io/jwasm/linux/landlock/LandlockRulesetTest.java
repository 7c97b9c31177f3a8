package io.jwasm.linux.landlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.mount.DetachedMount;
import io.jwasm.linux.process.CurrentThread;
import io.jwasm.linux.testing.Root;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On threads that are thrown away, because what they give up does not come back.
class LandlockRulesetTest {

    @TempDir Path directory;

    private final int version = Landlock.version();

    /// What a restricted thread needs must be loaded before: it can read no class file.
    @BeforeEach
    void loadWhatTheRestrictedThreadsUse() throws Exception {
        assumeTrue(version > 0, "the kernel has no Landlock");
        Files.createDirectory(directory.resolve("mine"));
        Files.writeString(directory.resolve("mine/file"), "inside");
        Files.writeString(directory.resolve("theirs"), "outside");
        assertThat(open("mine/file", OpenFlags.O_RDWR)).isZero();
        assertThat(open("absent", OpenFlags.O_RDONLY)).isEqualTo(Errno.ENOENT);
        assertThat(make("warm")).isZero();
    }

    @Test
    void onlyTheAllowedTreeIsReached() throws Exception {
        List<Integer> errnos =
                restricted(
                        LandlockAccess.READ_WRITE,
                        () ->
                                List.of(
                                        open("mine/file", OpenFlags.O_RDWR),
                                        open("theirs", OpenFlags.O_RDONLY),
                                        make("mine/new"),
                                        make("new")));

        assertThat(errnos).containsExactly(0, Errno.EACCES, 0, Errno.EACCES);
    }

    @Test
    void readOnlyTreeIsNotWritten() throws Exception {
        List<Integer> errnos =
                restricted(
                        LandlockAccess.READ,
                        () ->
                                List.of(
                                        open("mine/file", OpenFlags.O_RDONLY),
                                        open("mine/file", OpenFlags.O_WRONLY),
                                        make("mine/new")));

        assertThat(errnos).containsExactly(0, Errno.EACCES, Errno.EACCES);
    }

    @Test
    void otherThreadsKeepWhatTheyHad() throws Exception {
        restricted(LandlockAccess.READ, () -> 0);

        assertThat(open("theirs", OpenFlags.O_RDWR)).isZero();
    }

    @Test
    void singleFileIsAllowedAlone() throws Exception {
        List<Integer> errnos =
                onOwnThread(() -> {
                    try (HostFd file = path("theirs");
                            LandlockRuleset rules = LandlockRuleset.create(version, true)) {
                        CurrentThread.setNoNewPrivileges();
                        rules.allowFile(file, LandlockAccess.READ_WRITE).restrictThread();
                        return List.of(
                                open("theirs", OpenFlags.O_RDWR),
                                open("mine/file", OpenFlags.O_RDONLY));
                    }
                });

        assertThat(errnos).containsExactly(0, Errno.EACCES);
    }

    @Test
    void mountThatIsAttachedNowhereIsReachedThroughItsDescriptor() throws Exception {
        Root.assumed("open_tree");
        int errno =
                onOwnThread(() -> {
                    try (HostFd mount =
                                    DetachedMount.open(
                                            "bind",
                                            directory.resolve("mine").toString(),
                                            List.of("rbind"),
                                            "x");
                            LandlockRuleset rules = LandlockRuleset.create(version, true);
                            PathCalls calls = new PathCalls()) {
                        CurrentThread.setNoNewPrivileges();
                        rules.allowTree(mount, LandlockAccess.READ_WRITE).restrictThread();
                        long opened =
                                calls.openAt2(
                                        mount.number(),
                                        "file".getBytes(StandardCharsets.UTF_8),
                                        OpenFlags.O_RDWR,
                                        0,
                                        0);
                        return (int) Math.min(opened, 0);
                    }
                });

        assertThat(errno).isZero();
    }

    @Test
    void virtualThreadMayNotBeRestricted() throws Exception {
        try (LandlockRuleset rules = LandlockRuleset.create(version, true)) {
            FutureTask<Integer> task =
                    new FutureTask<>(() -> {
                        rules.restrictThread();
                        return 0;
                    });
            Thread.ofVirtual().start(task);
            assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    private <T> T restricted(LandlockAccess access, Callable<T> work) throws Exception {
        return onOwnThread(() -> {
            try (HostFd tree = path("mine");
                    LandlockRuleset rules = LandlockRuleset.create(version, true)) {
                CurrentThread.setNoNewPrivileges();
                rules.allowTree(tree, access).restrictThread();
                return work.call();
            }
        });
    }

    private HostFd path(String name) throws ErrnoException {
        return Descriptors.open(directory.resolve(name).toString(), OpenFlags.O_PATH, 0);
    }

    private int make(String name) {
        return open(name, OpenFlags.O_CREAT | OpenFlags.O_WRONLY);
    }

    private int open(String name, int flags) {
        try {
            Descriptors.open(directory.resolve(name).toString(), flags, 0600).close();
            return 0;
        } catch (ErrnoException failure) {
            return failure.errno();
        }
    }

    private static <T> T onOwnThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("restricted").start(task);
        return task.get(60, TimeUnit.SECONDS);
    }
}
