package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.rootfs.FileKind;
import io.jwasm.bundle.rootfs.FileSniffer;
import io.jwasm.bundle.tar.TarReader;
import io.jwasm.bundle.unpack.BoundedInput;
import io.jwasm.bundle.unpack.UnpackLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// An image in a file or directory: an OCI image layout, an archive of one, or what `docker save`
/// writes, each archive also compressed with gzip. Not thread-safe.
public final class ImageSource implements AutoCloseable {

    private static final int HEAD_BYTES = 512;

    private final Blobs blobs;
    private final ImageManifest image;

    private ImageSource(Blobs blobs, ImageManifest image) {
        this.blobs = blobs;
        this.image = image;
    }

    /// Opens the only image of a file or directory, or the one that suits best.
    ///
    /// @param path the file or directory
    /// @return the image, the caller's to close
    /// @throws BundleException when it is no image, or holds several that suit
    public static ImageSource open(Path path) throws BundleException {
        return open(path, "");
    }

    /// Opens an image of a file or directory by its name.
    ///
    /// @param path the file or directory
    /// @param reference the image's name, or empty for any
    /// @return the image, the caller's to close
    /// @throws BundleException when it is no image, or holds none of that name
    public static ImageSource open(Path path, String reference) throws BundleException {
        try {
            Blobs blobs = Files.isDirectory(path) ? directory(path) : archive(path);
            try {
                return new ImageSource(
                        blobs, ImageChoice.of(path.toString(), read(blobs), reference));
            } catch (BundleException | IOException | RuntimeException failure) {
                blobs.close();
                throw failure;
            }
        } catch (NoSuchFileException _) {
            throw BundleException.notFound("\"%s\": no such file or directory".formatted(path));
        } catch (IOException failure) {
            throw ImageFailure.of("\"%s\"".formatted(path), failure);
        }
    }

    /// The name that the image goes by in its archive.
    ///
    /// @return the name, or empty
    public String reference() {
        return image.reference();
    }

    /// How the image wants to be run. What an artifact runs is known once it is unpacked.
    ///
    /// @return its configuration
    public ImageConfig config() {
        return image.config();
    }

    /// Unpacks the image's layers. When that fails, what has been unpacked so far is still there.
    ///
    /// @param directory an empty directory, which becomes the root filesystem
    /// @return how the image wants to be run
    /// @throws BundleException when a layer is missing, not what was promised, hostile or too large
    public ImageConfig unpack(Path directory) throws BundleException {
        return new ImageUnpacking(blobs, image, UnpackLimits.DEFAULT).into(directory);
    }

    /// Closes the archive.
    ///
    /// @throws IOException when that fails
    @Override
    public void close() throws IOException {
        blobs.close();
    }

    private static List<ImageManifest> read(Blobs blobs) throws BundleException, IOException {
        if (blobs.has(OciLayout.INDEX)) {
            return OciLayout.read(blobs);
        }
        if (blobs.has(DockerArchive.MANIFEST)) {
            return DockerArchive.read(blobs);
        }
        throw BundleException.invalid(
                "\"%s\" is a tar archive but no image: it has neither %s nor %s"
                        .formatted(blobs.subject(), OciLayout.INDEX, DockerArchive.MANIFEST));
    }

    private static Blobs directory(Path path) throws BundleException {
        DirectoryBlobs blobs = new DirectoryBlobs(path);
        if (!blobs.has(OciLayout.INDEX)) {
            throw BundleException.invalid(
                    "\"%s\" is a directory but no OCI image layout: it has no %s"
                            .formatted(path, OciLayout.INDEX));
        }
        return blobs;
    }

    private static Blobs archive(Path path) throws BundleException, IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw BundleException.invalid("\"%s\" is no regular file".formatted(path));
        }
        byte[] head = head(path);
        if (TarReader.isTar(head)) {
            return ArchiveBlobs.open(path, path.toString());
        }
        if (LayerInput.isGzip(head)) {
            return compressedArchive(path);
        }
        FileKind kind =
                FileSniffer.sniff(
                        Arrays.copyOf(head, Math.min(head.length, FileSniffer.HEAD_BYTES)));
        throw BundleException.invalid(
                "\"%s\" is %s, and no image".formatted(path, kind.description()));
    }

    /// Gzip cannot be read from the middle, so the archive is uncompressed into a file without
    /// name.
    private static Blobs compressedArchive(Path path) throws IOException {
        Path temporary = Files.createTempFile("jwasm-image-", ".tar");
        try (InputStream file = Files.newInputStream(path);
                InputStream in =
                        new BoundedInput(
                                new GZIPInputStream(file),
                                "the archive",
                                UnpackLimits.DEFAULT.bytes())) {
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            return ArchiveBlobs.open(temporary, path.toString());
        } finally {
            Files.delete(temporary);
        }
    }

    private static byte[] head(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(HEAD_BYTES);
        }
    }
}
