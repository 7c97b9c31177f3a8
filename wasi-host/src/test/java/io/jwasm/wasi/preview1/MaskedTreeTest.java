package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.BYTES;
import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
import static io.jwasm.wasi.testing.TestGuest.RESULT;
import static io.jwasm.wasi.testing.TestGuest.ROOT;
import static io.jwasm.wasi.testing.TestGuest.SECOND_PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.linux.mount.DetachedMount;
import io.jwasm.linux.mount.MountFlags;
import io.jwasm.linux.mount.MountTree;
import io.jwasm.linux.mount.Mounts;
import io.jwasm.linux.process.CurrentProcess;
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

/// A guest in a tree where something lies over a file and a directory, so that it does not see
/// them, and over another, so that it does not change it, as over the masked and read-only paths of
/// a container. Needs root.
class MaskedTreeTest {

    @TempDir Path host;

    private HostFd tree;
    private TestGuest guest;

    @BeforeEach
    void mount() throws IOException {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "mounting needs root");
        Files.createDirectories(host.resolve("above/top/keys"));
        Files.createDirectories(host.resolve("above/top/fixed/sub"));
        Files.writeString(host.resolve("above/top/secret"), "hidden");
        Files.writeString(host.resolve("above/top/keys/key"), "hidden");
        Files.writeString(host.resolve("above/top/fixed/file"), "fixed");
        Files.writeString(host.resolve("mine"), "mine");
        String path = host.toString();
        tree = MountTree.assemble(DetachedMount.open("bind", path, List.of(), path), this::cover);
        guest = TestGuest.with(List.of(new Grant.Directory("/", tree, false)));
    }

    private void cover(HostFd root) throws ErrnoException {
        attach(
                root,
                "above/top/secret",
                DetachedMount.open("bind", "/dev/null", List.of("ro"), "/"));
        List<String> empty = List.of("ro", "nodev", "size=0");
        attach(root, "above/top/keys", DetachedMount.open("tmpfs", "tmpfs", empty, "/"));
        try (HostFd place = place(root, "above/top/fixed")) {
            HostFd fixed = Mounts.cloneTree(place, true);
            Mounts.setAttributes(fixed, MountFlags.MS_RDONLY, 0, true);
            attach(root, "above/top/fixed", fixed);
        }
    }

    private static void attach(HostFd root, String name, HostFd mount) throws ErrnoException {
        try (mount;
                HostFd at = place(root, name)) {
            Mounts.attach(mount, at);
        }
    }

    private static HostFd place(HostFd root, String path) throws ErrnoException {
        return ConfinedOpen.open(root, path, OpenHow.inRoot(OpenFlags.O_PATH));
    }

    @AfterEach
    void close() {
        if (guest != null) {
            guest.close();
            tree.close();
            String now = Files.exists(host.resolve("above/top")) ? "above/top" : "moved/top";
            Path top = host.resolve(now);
            assertThat(top.resolve("secret")).hasContent("hidden");
            assertThat(top.resolve("keys/key")).hasContent("hidden");
            assertThat(top.resolve("fixed/file")).hasContent("fixed");
        }
    }

    private Errno rename(String from, String to) {
        int length = guest.put(PATH, from);
        int target = guest.put(SECOND_PATH, to);
        return guest.call("path_rename", ROOT, PATH, length, ROOT, SECOND_PATH, target);
    }

    private Errno link(String from, String to, int lookup) {
        int length = guest.put(PATH, from);
        int target = guest.put(SECOND_PATH, to);
        return guest.call("path_link", ROOT, lookup, PATH, length, ROOT, SECOND_PATH, target);
    }

    private Errno symlink(String target, String name) {
        int length = guest.put(PATH, target);
        int place = guest.put(SECOND_PATH, name);
        return guest.call("path_symlink", PATH, length, ROOT, SECOND_PATH, place);
    }

    /// Nothing of what is hidden is seen, and nothing of what is fixed is changed.
    private void holds(int directory, String top) {
        assertThat(guest.open(directory, top + "secret", 0, READ)).isEqualTo(Errno.SUCCESS);
        int fd = guest.result();
        assertThat(guest.read(fd, 10)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.result()).isZero();
        guest.call("fd_close", fd);
        assertThat(guest.open(directory, top + "keys/key", 0, READ)).isEqualTo(Errno.NOENT);
        int keys = guest.openDirectory(directory, top + "keys");
        assertThat(guest.call("fd_readdir", keys, BYTES, 1000, 0L, RESULT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(BYTES, guest.result())).doesNotContain("key");
        guest.call("fd_close", keys);
        assertThat(guest.open(directory, top + "fixed/file", 0)).isEqualTo(Errno.ROFS);
        assertThat(guest.open(directory, top + "fixed/file", 8, READ)).isEqualTo(Errno.ROFS);
        assertThat(guest.open(directory, top + "fixed/sub/new", 1)).isEqualTo(Errno.ROFS);
        assertThat(guest.onPath("path_unlink_file", directory, top + "fixed/file"))
                .isEqualTo(Errno.ROFS);
        assertThat(guest.open(directory, top + "keys/new", 1)).isEqualTo(Errno.ROFS);
    }

    @Test
    void itIsHiddenAndFixed() {
        holds(ROOT, "above/top/");
        holds(guest.openDirectory(ROOT, "above/top"), "");
    }

    @Test
    void linksLeadToWhatLiesOver() {
        assertThat(symlink("above/top", "shortcut")).isEqualTo(Errno.SUCCESS);
        assertThat(symlink("../above", "above/round")).isEqualTo(Errno.SUCCESS);

        holds(ROOT, "shortcut/");
        holds(ROOT, "above/round/top/");
        holds(ROOT, "above/./top//fixed/../");
    }

    @Test
    void whatLiesOverMovesWithTheDirectoryAbove() {
        int above = guest.openDirectory(ROOT, "above");

        assertThat(rename("above", "moved")).isEqualTo(Errno.SUCCESS);

        holds(ROOT, "moved/top/");
        holds(above, "top/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "above/top/secret",
                "above/top/keys",
                "above/top/fixed",
                "above/top/keys/",
                "above/top/fixed/",
                "above/top/keys//",
                "above/../above/./top//keys"
            })
    void whatLiesOverStays(String name) {
        for (String call : List.of("path_unlink_file", "path_remove_directory")) {
            assertThat(guest.onPath(call, ROOT, name)).isEqualTo(Errno.BUSY);
        }
        assertThat(rename(name, "gone")).isEqualTo(Errno.BUSY);
        assertThat(rename("mine", name)).isNotEqualTo(Errno.SUCCESS);
        assertThat(rename("above", name)).isNotEqualTo(Errno.SUCCESS);
        for (int lookup = 0; lookup < 2; lookup++) {
            assertThat(link(name, "linked", lookup)).isIn(Errno.XDEV, Errno.PERM);
            assertThat(link("mine", name, lookup)).isNotEqualTo(Errno.SUCCESS);
        }
        assertThat(guest.onPath("path_create_directory", ROOT, name)).isEqualTo(Errno.EXIST);
        assertThat(symlink("x", name)).isEqualTo(Errno.EXIST);

        holds(ROOT, "above/top/");
    }

    @Test
    void theFixedFileIsNotLinkedToWhereItCouldBeWritten() {
        assertThat(link("above/top/fixed/file", "writable", 0)).isEqualTo(Errno.XDEV);
        assertThat(rename("above/top/fixed/file", "writable")).isIn(Errno.XDEV, Errno.ROFS);
        assertThat(rename("mine", "above/top/fixed/mine")).isIn(Errno.XDEV, Errno.ROFS);
    }
}
