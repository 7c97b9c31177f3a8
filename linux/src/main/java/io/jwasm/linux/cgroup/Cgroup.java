package io.jwasm.linux.cgroup;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.io.KernelFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One group: its directory in each hierarchy. Immutable; the kernel orders what threads do to it.
public final class Cgroup {

    private static final int MODE = 0755;
    private static final int AT_FDCWD = -100;

    /// A group whose last process was just reaped may be busy for a moment longer.
    private static final int REMOVAL_TRIES = 9;

    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final List<String> CPUSET_FILES = List.of("cpuset.cpus", "cpuset.mems");

    private final List<String> directories;

    private Cgroup(List<String> directories) {
        this.directories = List.copyOf(directories);
    }

    static Cgroup root(List<Hierarchy> hierarchies) {
        return new Cgroup(hierarchies.stream().map(Hierarchy::mountPoint).toList());
    }

    static Cgroup make(List<Hierarchy> hierarchies, CgroupPath path) throws ErrnoException {
        List<String> made = new ArrayList<>();
        try (PathCalls calls = new PathCalls()) {
            for (Hierarchy hierarchy : hierarchies) {
                made.add(hierarchy.mountPoint() + path);
                makeTree(calls, hierarchy, path.value());
            }
            return new Cgroup(made);
        } catch (ErrnoException failure) {
            try {
                remove(made);
            } catch (ErrnoException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    private static void makeTree(PathCalls calls, Hierarchy hierarchy, String path)
            throws ErrnoException {
        // Mostly the parents are there.
        if (makeDirectory(calls, hierarchy, path) != -Errno.ENOENT) {
            return;
        }
        for (int end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', end + 1)) {
            makeDirectory(calls, hierarchy, path.substring(0, end));
        }
        ErrnoException.check("mkdir", makeDirectory(calls, hierarchy, path), path);
    }

    private static long makeDirectory(PathCalls calls, Hierarchy hierarchy, String path)
            throws ErrnoException {
        String directory = hierarchy.mountPoint() + path;
        long result = calls.mkdirAt(AT_FDCWD, bytes(directory), MODE);
        if (result == -Errno.ENOENT) {
            return result;
        }
        if (result != -Errno.EEXIST) {
            ErrnoException.check("mkdir", result, directory);
        }
        if (hierarchy.controllers().contains("cpuset")) {
            inheritCpuset(directory);
        }
        return 0;
    }

    /// A cpuset of v1 is born empty and takes no process until it names processors and memory.
    private static void inheritCpuset(String directory) throws ErrnoException {
        String parent = directory.substring(0, directory.lastIndexOf('/'));
        for (String file : CPUSET_FILES) {
            if (KernelFile.read(directory + "/" + file).isBlank()) {
                KernelFile.write(directory + "/" + file, KernelFile.read(parent + "/" + file));
            }
        }
    }

    /// The directories that stand for the group.
    ///
    /// @return absolute paths, one for each hierarchy
    public List<String> directories() {
        return directories;
    }

    /// Moves a process with all its threads into the group.
    ///
    /// @param pid the process
    /// @throws ErrnoException when the kernel refuses it, ESRCH when there is no such process
    public void add(int pid) throws ErrnoException {
        for (String directory : directories) {
            KernelFile.write(directory + "/cgroup.procs", Integer.toString(pid));
        }
    }

    /// Removes the group, not its parents. Waits a moment for it to become empty.
    ///
    /// @throws ErrnoException when it cannot be removed, EBUSY while it has processes or groups;
    ///   then the others of its directories are removed all the same
    public void remove() throws ErrnoException {
        remove(directories);
    }

    /// Removes the directories of a group, as [#remove()] does; those that are gone are passed
    /// over.
    ///
    /// @param directories what [#directories] told
    /// @throws ErrnoException when one cannot be removed
    public static void remove(List<String> directories) throws ErrnoException {
        ErrnoException failure = null;
        try (PathCalls calls = new PathCalls()) {
            for (String directory : directories) {
                long result = removeDirectory(calls, bytes(directory));
                if (result < 0 && result != -Errno.ENOENT) {
                    failure = new ErrnoException("rmdir", (int) -result, directory);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static long removeDirectory(PathCalls calls, byte[] directory) {
        long result = calls.unlinkAt(AT_FDCWD, directory, PathCalls.AT_REMOVEDIR);
        for (int i = 0; i < REMOVAL_TRIES && result == -Errno.EBUSY; i++) {
            LockSupport.parkNanos(FIRST_WAIT_NANOS << i);
            result = calls.unlinkAt(AT_FDCWD, directory, PathCalls.AT_REMOVEDIR);
        }
        return result;
    }

    private static byte[] bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "cgroup " + directories;
    }
}
