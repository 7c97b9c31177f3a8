package io.jwasm.linux.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.Errno;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.io.Descriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathCallsTest {

    @TempDir Path directory;

    private final PathCalls calls = new PathCalls();
    private HostFd fd;

    @BeforeEach
    void open() throws IOException {
        fd = Descriptors.open(directory.toString(), OpenFlags.O_DIRECTORY, 0);
    }

    @AfterEach
    void close() {
        fd.close();
        calls.close();
    }

    private static byte[] name(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void statusIsThatOfTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "12345");

        assertThat(calls.statx(fd.number(), name("f"), 0)).isZero();

        FileStatus status = calls.status();
        assertThat(status.type()).isEqualTo(FileStatus.S_IFREG);
        assertThat(status.sizeBytes()).isEqualTo(5);
        assertThat(status.linkCount()).isEqualTo(1);
        assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(status.modifiedNanos() / 1_000_000)
                .isEqualTo(Files.getLastModifiedTime(file).toMillis());
    }

    @Test
    void namesAreMadeMovedLinkedAndRemoved() {
        int at = fd.number();
        assertThat(calls.mkdirAt(at, name("d"), 0755)).isZero();
        assertThat(calls.renameAt(at, name("d"), at, name("e"))).isZero();
        assertThat(calls.symlinkAt(name("e"), at, name("l"))).isZero();
        int flags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;
        long link = calls.openAt2(at, name("l"), flags, 0, 0);
        assertThat(calls.linkAt((int) link, at, name("m"))).isZero();
        FileCalls.close((int) link);
        assertThat(Files.isSymbolicLink(directory.resolve("m"))).isTrue();
        assertThat(calls.unlinkAt(at, name("l"), 0)).isZero();
        assertThat(calls.unlinkAt(at, name("e"), PathCalls.AT_REMOVEDIR)).isZero();
        assertThat(calls.unlinkAt(at, name("e"), 0)).isEqualTo(-Errno.ENOENT);
        assertThat(Files.exists(directory.resolve("m"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void linkTargetIsReadAsItIs() {
        byte[] target = {'.', '.', '/', (byte) 0xff, (byte) 0xfe};
        assertThat(calls.symlinkAt(target, fd.number(), name("l"))).isZero();

        long length = calls.readLinkAt(fd.number(), name("l"));

        assertThat(calls.link((int) length)).isEqualTo(target);
    }

    @Test
    void timesAreSetOrLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "");
        FileTimes times = new FileTimes(0, PathCalls.UTIME_OMIT, 1_000, 1);

        assertThat(calls.utimensAt(fd.number(), name("f"), times, 0)).isZero();

        assertThat(calls.statx(fd.number(), name("f"), 0)).isZero();
        assertThat(calls.status().modifiedNanos()).isEqualTo(1_000_000_000_001L);
        assertThat(calls.status().accessedNanos()).isGreaterThan(1_000_000_000_001L);
        assertThat(file).exists();
    }
}
