package io.jwasm.wasi.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.Fifo;
import io.jwasm.linux.mount.MountFlags;
import io.jwasm.linux.mount.Mounts;
import io.jwasm.wasi.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A tree full of links that lead out, with a real /proc in it, and beside it what must stay as it
/// is. Needs root.
final class HostileFixture implements AutoCloseable {

    private static final int TERMINAL = 5 << 8; // /dev/tty, devices.txt of Linux
    private static final int KERNEL_LOG = 1 << 8 | 11;
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    private final Path temporary;
    private final Path root;
    private final Path outside;
    private final List<HostFd> open = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();

    HostileFixture(Path temporary) throws IOException {
        this.temporary = temporary;
        root = Files.createDirectories(temporary.resolve("root"));
        outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Path fixed = Files.createDirectories(temporary.resolve("fixed"));
        Files.createDirectories(fixed.resolve("dir"));
        Files.writeString(fixed.resolve("file"), "data");
        Nodes.character(fixed.resolve("memory"), Nodes.MEMORY);
        fill();
        Files.setLastModifiedTime(outside.resolve("secret"), LONG_AGO);
        Files.setLastModifiedTime(outside, LONG_AGO);
        Mounts.mount("proc", "proc", root.resolve("proc").toString(), 0, "");
        grants.add(new Grant.Directory("/", directory(root), false));
        grants.add(new Grant.Directory("/granted", directory(fixed), true));
        HostFd mounted = Mounts.cloneTree(fixed.toString(), false);
        open.add(mounted);
        Mounts.setAttributes(mounted, MountFlags.MS_RDONLY | MountFlags.MS_NODEV, 0, false);
        grants.add(new Grant.Directory("/mounted", mounted, false));
    }

    private void fill() throws IOException {
        Files.createDirectories(root.resolve("dir"));
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("race"));
        Files.createDirectories(root.resolve("usr/lib"));
        Files.writeString(root.resolve("usr/lib/data"), "data");
        link("final", "../outside/secret");
        link("sub", "../outside");
        link("chained", "first");
        link("first", "dir/up/outside/secret");
        link("dir/up", "../..");
        link("absolute", outside.resolve("secret").toString());
        link("magic", "/proc/self/root" + outside.resolve("secret"));
        link("magic-fd", "/proc/self/fd/0");
        link("magic-cwd", "/proc/self/cwd");
        link("proc-root", "proc/self/root");
        link("abs-up", "/../..");
        link("dangling-out", "../outside/new");
        link("loop", "loop");
        link("two-loops", "two-loops-back");
        link("two-loops-back", "two-loops");
        link("deep-chain", "chain-0");
        for (int i = 0; i < 50; i++) {
            link("chain-" + i, i == 49 ? "../outside/secret" : "chain-" + (i + 1));
        }
        Nodes.character(root.resolve("memory"), Nodes.MEMORY);
        Nodes.character(root.resolve("kernel-log"), KERNEL_LOG);
        Nodes.character(root.resolve("terminal"), TERMINAL);
        Nodes.character(root.resolve("null"), Nodes.NULL);
        Nodes.block(root.resolve("disk"), Nodes.DISK);
        link("to-device", "memory");
        Fifo.make(root.resolve("fifo").toString(), 0600);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    private HostFd directory(Path path) throws IOException {
        HostFd fd = Descriptors.open(path.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
        open.add(fd);
        return fd;
    }

    List<Grant> grants() {
        return grants;
    }

    /// Prepares what two names are swapped for: a directory and a link that leads out of the tree.
    Swapper swapDirectoryAndLink() throws IOException {
        Path inner = Files.createDirectories(root.resolve("race/inner"));
        Files.writeString(inner.resolve("secret"), "inside");
        Path evil = Files.createSymbolicLink(root.resolve("race/evil"), Path.of("../../outside"));
        return new Swapper(inner, evil);
    }

    /// Prepares what two names are swapped for: a file and a device.
    Swapper swapFileAndDevice() throws IOException {
        Path inner = Files.writeString(root.resolve("race/inner"), "inside");
        Path evil = root.resolve("race/evil");
        Nodes.character(evil, KERNEL_LOG);
        return new Swapper(inner, evil);
    }

    /// What lies beside the tree is as it was.
    void assertOutsideIsUntouched() throws IOException {
        Path secret = outside.resolve("secret");
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).containsExactly(secret);
        }
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).containsExactlyInAnyOrder(root, outside, temporary.resolve("fixed"));
        }
        assertThat(secret).hasContent("secret");
        assertThat(Files.getAttribute(secret, "unix:nlink")).isEqualTo(1);
        assertThat(Files.getLastModifiedTime(secret)).isEqualTo(LONG_AGO);
        assertThat(Files.getLastModifiedTime(outside)).isEqualTo(LONG_AGO);
        assertThat(temporary.resolve("fixed/file")).hasContent("data");
        assertThat(Files.getAttribute(temporary.resolve("fixed/file"), "unix:nlink")).isEqualTo(1);
    }

    @Override
    public void close() {
        open.forEach(HostFd::close);
        try {
            boolean _ = Mounts.unmount(root.resolve("proc").toString(), MountFlags.MNT_DETACH);
            // JUnit warns of each link that leads out.
            try (Stream<Path> files = Files.walk(root)) {
                for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
