package io.jwasm.wasi.fs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jwasm.linux.Errno;
import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.fs.ResolveFlags;
import java.util.Arrays;

/// Opens guest paths below a preopen, whatever links or races are in the way; the kernel decides
/// what is below.
///
/// A path is tried with `RESOLVE_BENEATH`. What leads out by its own words, `..` or a leading `/`,
/// is refused. What leads out by a link in the tree is resolved once more with `RESOLVE_IN_ROOT`
/// from the preopen, so that the absolute links of an image mean what they mean in a container.
/// Magic links are always refused. Results are raw: a descriptor, or the negated error number of
/// Linux. Confined to the guest's thread.
public final class PathResolver {

    private static final int BENEATH =
            ResolveFlags.RESOLVE_BENEATH | ResolveFlags.RESOLVE_NO_MAGICLINKS;
    private static final int IN_ROOT =
            ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS;

    /// openat2(2) answers EAGAIN when it saw a rename or mount while it walked `..`.
    private static final int TRIES = 128;

    private static final int AT_FDCWD = -100;

    private final PathCalls calls;

    /// Creates the resolver.
    ///
    /// @param calls what it makes its calls with
    public PathResolver(PathCalls calls) {
        this.calls = calls;
    }

    /// Opens a path.
    ///
    /// @param root the preopen that bounds it
    /// @param directory the descriptor that the path is relative to: the preopen's, or that of a
    ///   directory which was opened below it
    /// @param path the path
    /// @param flags flags for open(2)
    /// @param mode permission bits when a file may be created, else 0
    /// @return a descriptor, or a negated error number: EPERM for a path that leads out
    public long open(Preopen root, int directory, GuestPath path, int flags, int mode) {
        if (path.leavesByItsWords()) {
            return -Errno.EPERM;
        }
        long result = openAt2(directory, path.bytes(), flags, mode, BENEATH);
        if (result == -Errno.EXDEV) {
            result = openInRoot(root, directory, path.bytes(), flags, mode);
        }
        return result == -Errno.EXDEV ? -Errno.EPERM : result;
    }

    /// Opens the directory that holds a path's last component, with `O_PATH`.
    ///
    /// @param root the preopen that bounds it
    /// @param directory the descriptor that the path is relative to
    /// @param path the path
    /// @return a descriptor, or a negated error number
    public long openParent(Preopen root, int directory, GuestPath path) {
        if (path.leavesByItsWords()) {
            return -Errno.EPERM;
        }
        int flags = io.jwasm.linux.OpenFlags.O_PATH | io.jwasm.linux.OpenFlags.O_DIRECTORY;
        return open(root, directory, new GuestPath(path.parent()), flags, 0);
    }

    private long openInRoot(Preopen root, int directory, byte[] path, int flags, int mode) {
        if (directory == root.hostFd()) {
            return openAt2(directory, path, flags, mode, IN_ROOT);
        }
        byte[] rootPlace = placeOf(root.hostFd());
        byte[] place = placeOf(directory);
        int prefix = rootPlace.length;
        if (prefix == 0 || place.length < prefix) {
            return -Errno.EPERM;
        }
        if (!Arrays.equals(rootPlace, 0, prefix, place, 0, prefix)) {
            return -Errno.EPERM;
        }
        // Wherever this leads, when the directory has been moved meanwhile: it stays in the root.
        byte[] whole = Arrays.copyOfRange(place, prefix, place.length + 1 + path.length);
        whole[place.length - prefix] = '/';
        System.arraycopy(path, 0, whole, place.length - prefix + 1, path.length);
        return openAt2(root.hostFd(), whole, flags, mode, IN_ROOT);
    }

    /// The path of an open directory as the kernel knows it, empty when it does not say.
    private byte[] placeOf(int fd) {
        byte[] name = ("/proc/self/fd/" + fd).getBytes(US_ASCII);
        long length = calls.readLinkAt(AT_FDCWD, name);
        return length < 0 ? new byte[0] : calls.link((int) length);
    }

    private long openAt2(int directory, byte[] path, int flags, int mode, int resolve) {
        long result = -Errno.EAGAIN;
        for (int i = 0; i < TRIES && (result == -Errno.EAGAIN || result == -Errno.EINTR); i++) {
            result = calls.openAt2(directory, path, flags, mode, resolve);
        }
        return result;
    }

    /// Closes a descriptor that this resolver opened.
    ///
    /// @param fd the descriptor
    public void close(int fd) {
        FileCalls.close(fd);
    }
}
