package io.jwasm.it.census;

import io.jwasm.it.peer.Containerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The files of containerd's and the shim's run-time state: what should be gone with a container.
final class StateFiles extends SimpleFileVisitor<Path> {
    private static final int S_IFMT = 0170000; // inode(7)
    private static final int S_IFIFO = 0010000;
    private static final int S_IFSOCK = 0140000;

    private final Path bundles;
    private final Map<Kind, List<String>> found = new EnumMap<>(Kind.class);

    private StateFiles(Path bundles) {
        this.bundles = bundles;
    }

    static Map<Kind, List<String>> of(Containerd containerd) {
        Path home = containerd.home();
        String tasks = "io.containerd.runtime.v2.task";
        StateFiles visitor = new StateFiles(home.resolve("state").resolve(tasks));
        try {
            for (String folder :
                    List.of(
                            "state",
                            "fifo",
                            "jwasm",
                            "root/" + tasks,
                            "root/io.containerd.grpc.v1.cri")) {
                if (Files.isDirectory(home.resolve(folder))) {
                    Files.walkFileTree(home.resolve(folder), visitor);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return visitor.found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (isBundle(folder)) {
            add(Kind.BUNDLE, folder);
        }
        // What is inside a mounted root file system is no file of ours, and the cache of compiled
        // modules is no container's: it is filled some time after a module's first container.
        boolean isLeftOut = folder.endsWith("rootfs") || folder.endsWith("jwasm/cache");
        return isLeftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    private void add(Kind kind, Path path) {
        found.computeIfAbsent(kind, _ -> new ArrayList<>()).add(path.toString());
    }

    private boolean isBundle(Path folder) {
        return folder.startsWith(bundles) && bundles.relativize(folder).getNameCount() == 2;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        int type = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & S_IFMT;
        Kind kind =
                switch (type) {
                    case S_IFIFO -> Kind.FIFO;
                    case S_IFSOCK -> Kind.SOCKET;
                    default -> Kind.FILE;
                };
        add(kind, file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE; // It went away while we looked.
    }
}
