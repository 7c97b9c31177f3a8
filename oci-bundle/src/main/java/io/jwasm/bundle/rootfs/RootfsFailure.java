package io.jwasm.bundle.rootfs;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.error.BundleException.Kind;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;

/// Tells what a refusal of the kernel means for a root filesystem.
final class RootfsFailure {

    private RootfsFailure() {}

    static BundleException of(String subject, ErrnoException refused) {
        return switch (refused.errno()) {
            case Errno.ENOENT -> BundleException.notFound(subject + ": no such directory");
            case Errno.ENOTDIR -> BundleException.invalid(subject + " is not a directory");
            case Errno.ENODEV ->
                    BundleException.invalid(subject + ": the kernel has no such file system");
            case Errno.EPERM, Errno.EACCES, Errno.EROFS ->
                    BundleException.because(Kind.PERMISSION_DENIED, subject, refused);
            case Errno.EINVAL, Errno.ELOOP, Errno.ENAMETOOLONG, Errno.E2BIG ->
                    BundleException.because(Kind.INVALID_ARGUMENT, subject, refused);
            case Errno.ENOSPC, Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM ->
                    BundleException.because(Kind.RESOURCE_EXHAUSTED, subject, refused);
            default -> BundleException.because(Kind.INTERNAL, subject, refused);
        };
    }
}
