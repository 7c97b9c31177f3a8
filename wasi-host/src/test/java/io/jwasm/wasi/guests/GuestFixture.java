package io.jwasm.wasi.guests;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.Fifo;
import io.jwasm.linux.io.IoBuffer;
import io.jwasm.linux.io.Pipe;
import io.jwasm.linux.mount.DetachedMount;
import io.jwasm.linux.mount.MountFlags;
import io.jwasm.linux.mount.Mounts;
import io.jwasm.wasi.Grant;
import io.jwasm.wasi.testing.ModuleRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What each case of a guest is given: `guest.h` names the descriptors.
///
/// Two directories on one file system, a tmpfs of 64 KiB, a directory that is read-only because the
/// grant says so, another that is because its mount says so, and a socket that listens. Needs root
/// for the mounts.
final class GuestFixture implements AutoCloseable {

    private static final String INPUT = "0123456789";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private final Path root;
    private final Path other;
    private final Path socket;

    GuestFixture(Path temporary) throws IOException {
        root = Files.createDirectories(temporary.resolve("root"));
        other = Files.createDirectories(temporary.resolve("other"));
        socket = temporary.resolve("listener");
        Path fixed = Files.createDirectories(temporary.resolve("fixed"));
        Files.createDirectories(fixed.resolve("dir"));
        Files.writeString(fixed.resolve("file"), "data");
        Nodes.character(fixed.resolve("null"), Nodes.NULL);
        Nodes.character(fixed.resolve("memory"), Nodes.MEMORY);
        grant("/", directory(root), false);
        grant("/other", directory(other), false);
        List<String> small = List.of("size=64k");
        grant("/small", keep(DetachedMount.open("tmpfs", "tmpfs", small, "/tmp")), false);
        grant("/read-only", directory(fixed), true);
        HostFd mounted = keep(Mounts.cloneTree(fixed.toString(), false));
        Mounts.setAttributes(mounted, MountFlags.MS_RDONLY | MountFlags.MS_NODEV, 0, false);
        grant("/mounted-read-only", mounted, false);
        grants.add(new Grant.Listener("/unix", keep(Nodes.listener(socket))));
    }

    private HostFd directory(Path path) throws IOException {
        // As of a container: a descriptor that no more than names the directory.
        return keep(Descriptors.open(path.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0));
    }

    private HostFd keep(HostFd fd) {
        open.add(fd);
        return fd;
    }

    private void grant(String place, HostFd directory, boolean isReadOnly) {
        grants.add(new Grant.Directory(place, directory, isReadOnly));
    }

    /// Adds to the root what the guest of streams looks for.
    void addNodes() throws IOException {
        Fifo.make(root.resolve("fifo").toString(), 0600);
        Nodes.character(root.resolve("null"), Nodes.NULL);
        Nodes.character(root.resolve("zero"), Nodes.ZERO);
        Nodes.character(root.resolve("memory"), Nodes.MEMORY);
        Nodes.block(root.resolve("disk"), Nodes.DISK);
        HostFd _ = keep(Nodes.listener(root.resolve("socket")));
    }

    Path root() {
        return root;
    }

    Path other() {
        return other;
    }

    /// Where the guest's listener is to be reached.
    Path socket() {
        return socket;
    }

    /// What a guest is run with.
    ModuleRunner.Input input() throws IOException {
        Pipe stdin = Descriptors.pipe(0);
        open.add(stdin.readEnd());
        byte[] bytes = INPUT.getBytes(UTF_8);
        try (IoBuffer buffer = new IoBuffer(bytes.length)) {
            int _ = buffer.write(stdin.writeEnd(), bytes, 0, bytes.length);
        }
        stdin.writeEnd().close();
        return new ModuleRunner.Input(
                List.of("", "ä"), List.of("A=b", "C="), grants, stdin.readEnd());
    }

    @Override
    public void close() {
        for (AutoCloseable resource : open) {
            try {
                resource.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
