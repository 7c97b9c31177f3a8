package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.testing.TestGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileGrantsTest {

    @TempDir Path temporary;

    private HostFd root;
    private HostFd hosts;
    private HostFd log;
    private TestGuest guest;

    @BeforeEach
    void start() throws IOException {
        Path tree = Files.createDirectories(temporary.resolve("root/etc")).resolve("..");
        Files.writeString(tree.resolve("etc/hosts"), "of the image");
        root = Descriptors.open(tree.toString(), OpenFlags.O_DIRECTORY, 0);
        hosts = file("hosts");
        log = file("log");
        guest =
                TestGuest.with(
                        List.of(
                                new Grant.Directory("/", root, true),
                                new Grant.File("/etc/hosts", hosts, true),
                                new Grant.File("/etc/log", log, false)));
    }

    private HostFd file(String name) throws IOException {
        Path file = Files.writeString(temporary.resolve(name), "of the host");
        return Descriptors.open(file.toString(), OpenFlags.O_PATH, 0);
    }

    @AfterEach
    void end() {
        guest.close();
        root.close();
        hosts.close();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc/hosts", "./etc//hosts", "etc/../etc/hosts"})
    void grantedFileLiesOverTheTree(String path) {
        assertThat(guest.open(ROOT, path, 0, READ)).isEqualTo(Errno.SUCCESS);
        guest.read(guest.result(), 100);
        assertThat(guest.readText()).isEqualTo("of the host");
    }

    @Test
    void grantedFileIsFoundFromASubdirectoryAndByItsStatus() throws IOException {
        int etc = guest.openDirectory(ROOT, "etc");
        assertThat(guest.open(etc, "hosts", 0, READ)).isEqualTo(Errno.SUCCESS);
        guest.put(PATH, "hosts");
        assertThat(guest.call("path_filestat_get", etc, 0, PATH, 5, BYTES))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getLong(BYTES + 8))
                .isEqualTo(Files.getAttribute(temporary.resolve("hosts"), "unix:ino"));
        assertThat(guest.call("path_readlink", etc, PATH, 5, BYTES, 10, RESULT))
                .isEqualTo(Errno.INVAL);
    }

    @Test
    void readOnlyFileCannotBeWrittenAndAWritableOneCan() {
        assertThat(guest.open(ROOT, "etc/hosts", 0)).isEqualTo(Errno.ROFS);
        assertThat(guest.open(ROOT, "etc/hosts", 8, READ)).isEqualTo(Errno.ROFS);
        int length = guest.put(PATH, "etc/hosts");
        assertThat(guest.call("path_filestat_set_times", ROOT, 0, PATH, length, 1L, 1L, 5))
                .isEqualTo(Errno.ROFS);
        assertThat(guest.open(ROOT, "etc/log", 8)).isEqualTo(Errno.SUCCESS);
        guest.write(guest.result(), "written");
        assertThat(temporary.resolve("log")).hasContent("written");
        assertThat(guest.open(ROOT, "etc/log", 5)).isEqualTo(Errno.EXIST);
        assertThat(guest.open(ROOT, "etc/log", 2, READ)).isEqualTo(Errno.NOTDIR);
    }

    @Test
    void nameOfAGrantedFileStays() throws IOException {
        try (HostFd writable = Descriptors.open(temporary.toString(), OpenFlags.O_DIRECTORY, 0);
                TestGuest other =
                        TestGuest.with(
                                List.of(
                                        new Grant.Directory("/", writable, false),
                                        new Grant.File("/log", hosts, false)))) {
            assertThat(other.onPath("path_unlink_file", ROOT, "log")).isEqualTo(Errno.BUSY);
            int length = other.put(PATH, "log");
            int target = other.put(SECOND_PATH, "moved");
            assertThat(other.call("path_rename", ROOT, PATH, length, ROOT, SECOND_PATH, target))
                    .isEqualTo(Errno.BUSY);
            assertThat(other.call("path_rename", ROOT, SECOND_PATH, target, ROOT, PATH, length))
                    .isNotEqualTo(Errno.SUCCESS);
            assertThat(other.call("path_link", ROOT, 0, PATH, length, ROOT, SECOND_PATH, target))
                    .isEqualTo(Errno.XDEV);
        }
        assertThat(temporary.resolve("log")).exists();
    }
}
