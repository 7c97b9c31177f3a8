package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.ContainerPath;
import io.jwasm.bundle.tar.TarEntry;
import io.jwasm.bundle.tar.TarReader;
import io.jwasm.bundle.unpack.LimitException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of an image in an uncompressed tar archive, which is read once for where they are and
/// then at those places.
final class ArchiveBlobs implements Blobs {

    /// More files than an image of a thousand layers has.
    private static final int ENTRIES_MAX = 20_000;

    private static final int BUFFER_BYTES = 64 << 10;

    /// A part of the archive.
    private record Extent(long start, long sizeBytes) {}

    private final String subject;
    private final FileChannel archive;
    private final Map<String, Extent> files = new HashMap<>();

    /// Old `docker save` writes a layer that it has written already as a link to it.
    private final Map<String, String> links = new HashMap<>();

    private ArchiveBlobs(String subject, FileChannel archive) {
        this.subject = subject;
        this.archive = archive;
    }

    /// Opens an archive.
    ///
    /// @param file the archive
    /// @param subject what to call it in messages
    static ArchiveBlobs open(Path file, String subject) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ArchiveBlobs blobs = new ArchiveBlobs(subject, channel);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            blobs.index(new TarReader(in));
            return blobs;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public boolean has(String name) {
        return find(name) != null;
    }

    @Override
    public InputStream open(String name) throws BundleException, IOException {
        Extent extent = find(name);
        if (extent == null) {
            throw missing(name);
        }
        return new BufferedInputStream(new ExtentInput(extent), BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    private void index(TarReader reader) throws IOException {
        TarEntry entry;
        while ((entry = reader.next()) != null) {
            if (files.size() + links.size() >= ENTRIES_MAX) {
                throw new LimitException(
                        "the archive has more than the %d files that it may have"
                                .formatted(ENTRIES_MAX));
            }
            String name = clean(entry.name());
            switch (entry.type()) {
                case REGULAR -> files.put(name, new Extent(reader.position(), entry.sizeBytes()));
                case HARD_LINK -> links.put(name, clean(entry.linkName()));
                case SYMBOLIC_LINK -> links.put(name, clean(name + "/../" + entry.linkName()));
                case DIRECTORY, DEVICE, FIFO -> {
                    // An image has none that matter.
                }
            }
        }
    }

    private @Nullable Extent find(String name) {
        Extent extent = files.get(name);
        if (extent != null) {
            return extent;
        }
        String target = links.get(name);
        return target == null ? null : files.get(target);
    }

    private static String clean(String name) {
        return ContainerPath.of(name).substring(1);
    }

    /// Reads a part of the archive by position, so that several can be read at once.
    private final class ExtentInput extends InputStream {

        private long position;
        private final long end;

        ExtentInput(Extent extent) {
            this.position = extent.start();
            this.end = extent.start() + extent.sizeBytes();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int most = (int) Math.min(length, end - position);
            if (most <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = archive.read(ByteBuffer.wrap(target, offset, most), position);
            if (count > 0) {
                position += count;
            }
            return count;
        }
    }
}
