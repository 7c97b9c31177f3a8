package io.jwasm.bundle.rootfs;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.ContainerPath;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;

/// Finds the file that a process names in its first argument. Thread-safe.
///
/// An absolute path stands for itself, one with a slash is taken from the working directory, and a
/// bare name is looked for in the directories of PATH, as
/// [exec(3)](https://man7.org/linux/man-pages/man3/exec.3.html) does. A file need not have execute
/// permission: modules in images seldom do.
public final class EntryResolver {

    /// What a container has whose image sets no PATH, as with the other runtimes.
    static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final OpenHow PLACE = OpenHow.inRoot(OpenFlags.O_PATH);
    private static final OpenHow READ =
            OpenHow.inRoot(OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY);

    private final HostFd rootfs;
    private final ProcessSpec process;
    private final EntryName name;

    private EntryResolver(HostFd rootfs, ProcessSpec process) throws BundleException {
        this.rootfs = rootfs;
        this.process = process;
        this.name = EntryName.of(process.program().getFirst());
    }

    /// Finds and opens the file that a process runs.
    ///
    /// @param rootfs the root filesystem's directory; stays the caller's
    /// @param process the process
    /// @return the entry point, the caller's to close
    /// @throws BundleException when there is no such file, or it is not a regular file
    public static EntryPoint resolve(HostFd rootfs, ProcessSpec process) throws BundleException {
        EntryResolver resolver = new EntryResolver(rootfs, process);
        return resolver.name.isBare() ? resolver.searchPath() : resolver.open();
    }

    private EntryPoint open() throws BundleException {
        String path = ContainerPath.resolve(process.cwd(), name.file());
        // A trailing slash asks for a directory; so does "." or ".." as the last part.
        String asked =
                name.file().startsWith("/") ? name.file() : process.cwd() + "/" + name.file();
        try {
            return openRegular(asked, path);
        } catch (ErrnoException refused) {
            throw refusal(path, refused);
        }
    }

    private EntryPoint searchPath() throws BundleException {
        String search = process.variable("PATH").orElse(DEFAULT_PATH);
        BundleException firstFault = null;
        for (String element : search.split(":", -1)) {
            // An empty element is the working directory, and a relative one starts there.
            String directory = ContainerPath.resolve(process.cwd(), element);
            String path = ContainerPath.resolve(directory, name.file());
            try {
                return openRegular(directory + "/" + name.file(), path);
            } catch (BundleException notRegular) {
                firstFault = firstFault == null ? notRegular : firstFault;
            } catch (ErrnoException refused) {
                if (!isAbsent(refused)) {
                    firstFault = firstFault == null ? refusal(path, refused) : firstFault;
                }
            }
        }
        throw firstFault != null ? firstFault : notInPath(search);
    }

    private BundleException notInPath(String search) {
        String hint = "";
        String here = ContainerPath.resolve(process.cwd(), name.file());
        try (EntryPoint found = openRegular(here, here)) {
            hint = ", but there is \"%s\"".formatted(found.path());
        } catch (BundleException | ErrnoException _) {
            // Only a hint is lost: the file is not in the working directory either.
        }
        return BundleException.notFound(
                "\"%s\": executable file not found in PATH \"%s\"%s"
                        .formatted(name.file(), search, hint));
    }

    /// Opens in two steps, because opening a FIFO or a device for reading does something already.
    private EntryPoint openRegular(String asked, String path)
            throws BundleException, ErrnoException {
        try (HostFd place = ConfinedOpen.open(rootfs, asked, PLACE)) {
            requireRegular(path, place);
        }
        HostFd file = ConfinedOpen.open(rootfs, asked, READ);
        try {
            // The tree may have been changed since by whoever shares it.
            requireRegular(path, file);
            return new EntryPoint(path, name.function(), file);
        } catch (BundleException | ErrnoException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private static void requireRegular(String path, HostFd file)
            throws BundleException, ErrnoException {
        FileType type = FileType.of(file);
        if (type != FileType.REGULAR) {
            throw BundleException.invalid("\"%s\" is %s".formatted(path, type.description()));
        }
    }

    private static boolean isAbsent(ErrnoException refused) {
        return refused.errno() == Errno.ENOENT || refused.errno() == Errno.ENOTDIR;
    }

    private static BundleException refusal(String path, ErrnoException refused) {
        String quoted = "\"" + path + "\"";
        return switch (refused.errno()) {
            case Errno.ENOENT ->
                    BundleException.notFound(quoted + ": no such file or directory in the image");
            case Errno.ENOTDIR ->
                    BundleException.notFound(quoted + ": a part of the path is not a directory");
            case Errno.ELOOP ->
                    BundleException.invalid(quoted + ": too many levels of symbolic links");
            case Errno.ENAMETOOLONG ->
                    BundleException.invalid(quoted + ": the path or a part of it is too long");
            case Errno.EACCES, Errno.EPERM ->
                    BundleException.because(
                            BundleException.Kind.PERMISSION_DENIED, quoted, refused);
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM ->
                    BundleException.because(
                            BundleException.Kind.RESOURCE_EXHAUSTED, quoted, refused);
            default -> BundleException.because(BundleException.Kind.INTERNAL, quoted, refused);
        };
    }
}
