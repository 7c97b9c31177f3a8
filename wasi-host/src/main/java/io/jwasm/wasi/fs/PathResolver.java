package io.jwasm.wasi.fs;

import static io.jwasm.linux.OpenFlags.O_ACCMODE;
import static io.jwasm.linux.OpenFlags.O_CREAT;
import static io.jwasm.linux.OpenFlags.O_DIRECTORY;
import static io.jwasm.linux.OpenFlags.O_EXCL;
import static io.jwasm.linux.OpenFlags.O_NOFOLLOW;
import static io.jwasm.linux.OpenFlags.O_PATH;
import static io.jwasm.linux.OpenFlags.O_TRUNC;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jwasm.linux.Errno;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.fs.ResolveFlags;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
    private final FileOverlays overlays;

    /// Creates the resolver.
    ///
    /// @param calls what it makes its calls with
    /// @param overlays the single files that lie over paths
    public PathResolver(PathCalls calls, FileOverlays overlays) {
        this.calls = calls;
        this.overlays = overlays;
    }

    /// Opens a path.
    ///
    /// @param base the directory that the path is relative to
    /// @param path the path
    /// @param flags flags for open(2)
    /// @param mode permission bits when a file may be created, else 0
    /// @return a descriptor, or a negated error number: EPERM for a path that leads out
    public long open(ResolveBase base, GuestPath path, int flags, int mode) {
        if (path.leavesByItsWords()) {
            return -Errno.EPERM;
        }
        FileOverlays.Overlay overlay = overlay(base, path);
        if (overlay != null) {
            return reopen(overlay, path, flags);
        }
        long result = openAt2(base.hostFd(), path.bytes(), flags, mode, BENEATH);
        if (result == -Errno.EXDEV) {
            result = openInRoot(base.root().boundFd(), base.hostFd(), path.bytes(), flags, mode);
        }
        return result == -Errno.EXDEV ? -Errno.EPERM : result;
    }

    /// Opens the directory that holds a path's last component, with `O_PATH`.
    ///
    /// @param base the directory that the path is relative to
    /// @param path the path
    /// @return a descriptor, or a negated error number
    public long openParent(ResolveBase base, GuestPath path) {
        if (path.leavesByItsWords()) {
            return -Errno.EPERM;
        }
        return open(base, new GuestPath(path.parent()), O_PATH | O_DIRECTORY, 0);
    }

    /// Finds the single file that lies over a path.
    ///
    /// @param base the directory that the path is relative to
    /// @param path the path
    /// @return the file; null for none
    public FileOverlays.@Nullable Overlay overlay(ResolveBase base, GuestPath path) {
        return overlays.files().isEmpty() ? null : overlays.files().get(base.place().resolve(path));
    }

    /// The place of a directory that was opened, to find the files that lie over what is in it.
    ///
    /// @param base the directory that the path is relative to
    /// @param path the path
    /// @return the place; without such files nobody needs to know
    public GuestPlace placeOf(ResolveBase base, GuestPath path) {
        return overlays.files().isEmpty() ? GuestPlace.NOWHERE : base.place().resolve(path);
    }

    /// Tells whether a path is one name in a directory, so that a call on the name itself, without
    /// following, needs no opening to be confined.
    ///
    /// @param base the directory that the path is relative to
    /// @param path the path
    /// @return false for a longer path, and where a single file lies over it
    public boolean isPlainName(ResolveBase base, GuestPath path) {
        return path.isOneName() && overlay(base, path) == null;
    }

    private long reopen(FileOverlays.Overlay overlay, GuestPath path, int flags) {
        if ((flags & O_DIRECTORY) == O_DIRECTORY || path.endsInSlash()) {
            return -Errno.ENOTDIR;
        }
        if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) {
            return -Errno.EEXIST;
        }
        boolean changes = (flags & O_ACCMODE) != 0 || (flags & O_TRUNC) != 0;
        if (overlay.isReadOnly() && changes && (flags & O_PATH) == 0) {
            return -Errno.EROFS;
        }
        // The one magic link that is followed: our own, to what was given.
        int kept = flags & ~(O_CREAT | O_NOFOLLOW);
        return openAt2(AT_FDCWD, descriptorPath(overlay.hostFd()), kept, 0, 0);
    }

    private long openInRoot(int root, int directory, byte[] path, int flags, int mode) {
        if (directory == root) {
            return openAt2(directory, path, flags, mode, IN_ROOT);
        }
        byte[] rootPlace = placeOf(root);
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
        return openAt2(root, whole, flags, mode, IN_ROOT);
    }

    /// The path of an open directory as the kernel knows it, empty when it does not say.
    private byte[] placeOf(int fd) {
        long length = calls.readLinkAt(AT_FDCWD, descriptorPath(fd));
        return length < 0 ? new byte[0] : calls.link((int) length);
    }

    private static byte[] descriptorPath(int fd) {
        return ("/proc/self/fd/" + fd).getBytes(US_ASCII);
    }

    private long openAt2(int directory, byte[] path, int flags, int mode, int resolve) {
        long result = -Errno.EAGAIN;
        for (int i = 0; i < TRIES && (result == -Errno.EAGAIN || result == -Errno.EINTR); i++) {
            result = calls.openAt2(directory, path, flags, mode, resolve);
        }
        return result;
    }
}
