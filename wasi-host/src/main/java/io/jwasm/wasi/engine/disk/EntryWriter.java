package io.jwasm.wasi.engine.disk;

import io.jwasm.wasi.engine.module.SharedModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/// Writes an entry: parts one after another, then the index, then where the index lies. The file
/// has a temporary name until it is whole and on disk. Confined to one thread.
final class EntryWriter implements AutoCloseable {

    /// What an entry ends with: the index's place and length, the checksum, and this mark.
    static final int TRAILER_BYTES = Long.BYTES + Integer.BYTES + Integer.BYTES + Long.BYTES;

    static final long MARK = 0x6a7761736d6d6331L; // "jwasmmc1"
    static final String TEMPORARY_SUFFIX = ".tmp";

    private final Path temporary;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private final Map<String, EntryIndex.Part> parts = new HashMap<>();
    private long length;

    EntryWriter(Path directory) throws IOException {
        temporary =
                Files.createTempFile(
                        directory,
                        "",
                        TEMPORARY_SUFFIX,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    }

    void add(String name, byte[] bytes) throws IOException {
        parts.put(name, new EntryIndex.Part(length, bytes.length));
        append(bytes);
    }

    private void append(byte[] bytes) throws IOException {
        checksum.update(bytes);
        write(ByteBuffer.wrap(bytes));
        length += bytes.length;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
    }

    /// Completes the entry and gives it its name, in the place of one that has it already.
    void finish(SharedModule module, Set<Integer> interpreted, Path name) throws IOException {
        byte[] index =
                new EntryIndex(module.identity(), module.traits(), interpreted, parts).encode();
        long indexOffset = length;
        append(index);
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES);
        trailer.putLong(indexOffset).putInt(index.length).putInt((int) checksum.getValue());
        trailer.putLong(MARK).flip();
        write(trailer);
        channel.force(true);
        Files.move(temporary, name, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(name.resolveSibling("."))) {
            directory.force(true);
        }
    }

    /// Removes what was not completed.
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            boolean _ = Files.deleteIfExists(temporary);
        }
    }
}
