package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.error.BundleException.Kind;
import io.jwasm.bundle.tar.TarException;
import io.jwasm.bundle.unpack.LimitException;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.ZipException;

/// Tells what an I/O failure says about the image, and what about the machine.
final class ImageFailure {

    private ImageFailure() {}

    static BundleException of(String subject, IOException failure) {
        return switch (failure) {
            case LimitException _ ->
                    BundleException.because(Kind.RESOURCE_EXHAUSTED, subject, failure);
            case TarException _ -> BundleException.because(Kind.INVALID_ARGUMENT, subject, failure);
            case ZipException _ ->
                    BundleException.because(
                            Kind.INVALID_ARGUMENT, subject + ": the gzip data is corrupt", failure);
            case EOFException _ ->
                    new BundleException(
                            Kind.INVALID_ARGUMENT, subject + ": the gzip data is truncated");
            case ErrnoException refused ->
                    BundleException.because(kind(refused.errno()), subject, refused);
            default -> BundleException.because(Kind.INTERNAL, subject, failure);
        };
    }

    private static Kind kind(int errno) {
        return switch (errno) {
            case Errno.ENOSPC, Errno.EDQUOT, Errno.EMFILE, Errno.ENFILE, Errno.EFBIG ->
                    Kind.RESOURCE_EXHAUSTED;
            case Errno.EACCES, Errno.EPERM, Errno.EROFS -> Kind.PERMISSION_DENIED;
            // What an archive's names can bring about.
            case Errno.ENAMETOOLONG, Errno.ELOOP, Errno.ENOTDIR, Errno.ENOENT, Errno.EMLINK ->
                    Kind.INVALID_ARGUMENT;
            default -> Kind.INTERNAL;
        };
    }
}
