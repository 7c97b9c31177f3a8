package io.jwasm.core.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.core.capability.UserCapability;
import io.jwasm.linux.process.CurrentProcess;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On real threads of the kernel, as root only.
class ThreadSetupTest {

    @TempDir Path directory;

    @BeforeEach
    void requireRoot() throws IOException {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "changing users needs root");
        permit("rwxr-xr-x");
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    private static <T> T as(UserCapability user, Callable<T> body) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    ThreadSetup.of(user).apply();
                    return body.call();
                });
        Thread.ofPlatform().start(task);
        return task.get();
    }

    @Test
    void newFilesAreTheUsers() throws Exception {
        permit("rwxrwxrwx");
        Path file = directory.resolve("file");

        as(new UserCapability(1234, 2345, List.of(), 027), () -> Files.writeString(file, "x"));

        assertThat(Files.readAttributes(file, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS))
                .containsEntry("uid", 1234)
                .containsEntry("gid", 2345);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void whatTheUserMayNotIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(canRead(file, new UserCapability(1234, 2345, List.of(), 022))).isFalse();
        assertThat(canRead(file, new UserCapability(0, 0, List.of(), 022))).isTrue();
    }

    @Test
    void groupsCount() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        Files.setAttribute(file, "unix:gid", 77);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(canRead(file, new UserCapability(1, 1, List.of(7L, 77L), 022))).isTrue();
        assertThat(canRead(file, new UserCapability(1, 77, List.of(), 022))).isTrue();
        assertThat(canRead(file, new UserCapability(1, 1, List.of(7L), 022))).isFalse();
    }

    private static boolean canRead(Path file, UserCapability user) throws Exception {
        return as(
                user,
                () -> {
                    try {
                        return !Files.readString(file).isEmpty();
                    } catch (AccessDeniedException _) {
                        return false;
                    }
                });
    }

    @Test
    void otherThreadsStayAsTheyAre() throws Exception {
        as(new UserCapability(1234, 2345, List.of(5L), 077), () -> true);
        Path file = Files.writeString(directory.resolve("ours"), "x");

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
        assertThat(Files.getPosixFilePermissions(file)).hasSizeGreaterThan(2);
        assertThat(Files.readString(Path.of("/proc/self/status"))).doesNotContain("1234");
    }

    @Test
    void theLargestIdIsTaken() throws Exception {
        permit("rwxrwxrwx");
        Path file = directory.resolve("file");

        as(
                new UserCapability(0xffff_fffeL, 0xffff_fffdL, List.of(0xffff_fffcL), 0),
                () -> Files.writeString(file, "x"));

        assertThat((int) Files.getAttribute(file, "unix:uid")).isEqualTo(-2);
    }
}
