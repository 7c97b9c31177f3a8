package io.jwasm.wasi.preview1;

import static io.jwasm.wasi.testing.TestGuest.PATH;
import static io.jwasm.wasi.testing.TestGuest.READ;
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

/// A guest in a tree of mounts that is attached nowhere, as a container's is: `/`, a read-only
/// volume at `/data` and a writable one at `/data/own`, each a preopen too. Needs root.
class RootTreeTest {

    private static final int DATA = 4;
    private static final int OWN = 5;

    @TempDir Path host;

    private HostFd tree;
    private HostFd data;
    private HostFd own;
    private TestGuest guest;

    @BeforeEach
    void mount() throws IOException {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "mounting needs root");
        for (String directory : List.of("root/data", "root/etc", "ro/own", "ro/sub", "rw/sub")) {
            Files.createDirectories(host.resolve(directory));
        }
        Files.writeString(host.resolve("root/etc/name"), "of the root");
        Files.writeString(host.resolve("ro/file"), "of the volume");
        Files.writeString(host.resolve("secret"), "of the host");
        link("root/etc/volume", "/data/file");
        link("ro/sub/absolute", "/etc/name");
        link("ro/sub/upwards", "../../etc/name");
        link("rw/sub/absolute", "/etc/name");
        link("rw/sub/out", "../../../../../../secret");
        link("rw/sub/host", host.resolve("secret").toString());
        link("rw/sub/readonly", "/data/file");
        tree = MountTree.assemble(clone("root"), this::mountVolumes);
        data = open(tree, "data");
        own = open(tree, "data/own");
        guest =
                TestGuest.with(
                        List.of(
                                new Grant.Directory("/", tree, false),
                                new Grant.Directory("/data", data, false, true),
                                new Grant.Directory("/data/own", own, false, true)));
    }

    @AfterEach
    void close() {
        if (guest != null) {
            guest.close();
            List.of(own, data, tree).forEach(HostFd::close);
        }
    }

    private void mountVolumes(HostFd root) throws ErrnoException {
        attach(root, "data", clone("ro", "ro"));
        attach(root, "data/own", clone("rw"));
    }

    private static void attach(HostFd root, String place, HostFd volume) throws ErrnoException {
        try (volume;
                HostFd at = open(root, place)) {
            Mounts.attach(volume, at);
        }
    }

    private HostFd clone(String name, String... options) throws ErrnoException {
        String path = host.resolve(name).toString();
        return DetachedMount.open("bind", path, List.of(options), path);
    }

    private static HostFd open(HostFd root, String path) throws ErrnoException {
        return ConfinedOpen.open(root, path, OpenHow.inRoot(OpenFlags.O_PATH));
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(host.resolve(name), Path.of(target));
    }

    private String read(int directory, String path) {
        assertThat(guest.open(directory, path, 0, READ)).as(path).isEqualTo(Errno.SUCCESS);
        assertThat(guest.read(guest.result(), 100)).isEqualTo(Errno.SUCCESS);
        return guest.readText();
    }

    @Test
    void volumesAreSeenFromTheRoot() {
        assertThat(read(ROOT, "data/file")).isEqualTo("of the volume");
        assertThat(read(DATA, "file")).isEqualTo("of the volume");
    }

    @Test
    void aLinkOfTheImageLeadsIntoAVolume() {
        assertThat(read(ROOT, "etc/volume")).isEqualTo("of the volume");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub/absolute", "sub/upwards"})
    void aLinkInAVolumeLeadsWhereItLeadsInTheContainer(String path) {
        assertThat(read(ROOT, "data/" + path)).isEqualTo("of the root");
        assertThat(read(DATA, path)).isEqualTo("of the root");
    }

    @Test
    void aLinkLeadsTheSameWayFromAnOpenedDirectory() {
        int sub = guest.openDirectory(DATA, "sub");
        int ownSub = guest.openDirectory(OWN, "sub");
        int through = guest.openDirectory(ROOT, "data/own/sub");

        assertThat(read(sub, "absolute")).isEqualTo("of the root");
        assertThat(read(ownSub, "absolute")).isEqualTo("of the root");
        assertThat(read(through, "absolute")).isEqualTo("of the root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "host"})
    void noLinkLeadsToTheHost(String name) {
        int sub = guest.openDirectory(OWN, "sub");

        for (int directory : new int[] {sub, guest.openDirectory(ROOT, "data/own/sub")}) {
            assertThat(guest.open(directory, name, 0, READ)).isEqualTo(Errno.NOENT);
        }
        assertThat(guest.open(OWN, "sub/" + name, 0, READ)).isEqualTo(Errno.NOENT);
    }

    @Test
    void noPathLeavesAPreopenByItsWords() {
        assertThat(guest.open(DATA, "../etc/name", 0, READ)).isEqualTo(Errno.PERM);
    }

    @Test
    void theKernelKeepsTheVolumeReadOnly() {
        assertThat(guest.open(ROOT, "data/new", 1)).isEqualTo(Errno.ROFS);
        assertThat(guest.open(DATA, "new", 1)).isEqualTo(Errno.ROFS);
        assertThat(guest.open(OWN, "sub/readonly", 0)).isEqualTo(Errno.ROFS);
        assertThat(guest.open(OWN, "new", 1)).isEqualTo(Errno.SUCCESS);
        assertThat(host.resolve("rw/new")).exists();
    }

    @Test
    void noHardLinkLeadsFromTheReadOnlyVolume() {
        int oldLength = guest.put(PATH, "file");
        int newLength = guest.put(SECOND_PATH, "stolen");

        assertThat(guest.call("path_link", DATA, 0, PATH, oldLength, OWN, SECOND_PATH, newLength))
                .isEqualTo(Errno.XDEV);
    }

    @Test
    void aVolumeCannotBeMovedAway() {
        int oldLength = guest.put(PATH, "data");
        int newLength = guest.put(SECOND_PATH, "gone");

        assertThat(guest.call("path_rename", ROOT, PATH, oldLength, ROOT, SECOND_PATH, newLength))
                .isEqualTo(Errno.BUSY);
        assertThat(guest.call("path_rename", ROOT, SECOND_PATH, newLength, ROOT, PATH, oldLength))
                .isNotEqualTo(Errno.SUCCESS);
        assertThat(guest.onPath("path_remove_directory", ROOT, "data")).isEqualTo(Errno.BUSY);
        assertThat(guest.onPath("path_unlink_file", DATA, "own")).isEqualTo(Errno.BUSY);
        assertThat(read(ROOT, "data/file")).isEqualTo("of the volume");
    }
}
