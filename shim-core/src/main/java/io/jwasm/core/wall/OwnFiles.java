package io.jwasm.core.wall;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The files that the JVM itself may want on any thread: its own and those of its class path. A
/// class that cannot be read on a guest's thread would be lost for all of them. They are no secret.
final class OwnFiles implements AutoCloseable {

    private static final List<String> RANDOM = List.of("/dev/random", "/dev/urandom");

    private final List<HostFd> trees = new ArrayList<>();
    private final List<HostFd> files = new ArrayList<>();

    private OwnFiles() {}

    /// Opens them.
    ///
    /// @param javaHome where the JVM is
    /// @param classPath the class path
    /// @throws ErrnoException when one is there and cannot be opened
    static OwnFiles open(String javaHome, String classPath) throws ErrnoException {
        OwnFiles own = new OwnFiles();
        try {
            Set<String> paths = new LinkedHashSet<>(List.of(javaHome));
            paths.addAll(List.of(classPath.split(File.pathSeparator, -1)));
            paths.addAll(RANDOM);
            for (String path : paths) {
                own.add(path);
            }
            return own;
        } catch (ErrnoException failure) {
            own.close();
            throw failure;
        }
    }

    private void add(String path) throws ErrnoException {
        if (!path.isEmpty() && Files.exists(Path.of(path))) {
            HostFd opened = Descriptors.open(path, OpenFlags.O_PATH, 0);
            (Files.isDirectory(Path.of(path)) ? trees : files).add(opened);
        }
    }

    List<HostFd> trees() {
        return trees;
    }

    List<HostFd> files() {
        return files;
    }

    @Override
    public void close() {
        trees.forEach(HostFd::close);
        files.forEach(HostFd::close);
    }
}
