package io.jwasm.wasi.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Assumptions;

/// What can become of a file in the cache.
final class CacheDamage {

    private CacheDamage() {}

    static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void resize(Path path, long size) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void flip(Path path, long at) {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, at);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Replaces a text of the index, and makes the checksum right again.
    static void replace(Path path, String text, String other) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            String all = new String(bytes, StandardCharsets.ISO_8859_1);
            byte[] changed = all.replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
            int end = changed.length - 24;
            CRC32C checksum = new CRC32C();
            checksum.update(changed, 0, end);
            ByteBuffer.wrap(changed).putInt(end + 12, (int) checksum.getValue());
            Files.write(path, changed);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void mode(Path path, String permissions) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void own(Path path, int uid) {
        try {
            Files.setAttribute(path, "unix:uid", uid);
        } catch (IOException failure) {
            Assumptions.abort("giving a file away needs root");
        }
    }

    static void link(Path path) {
        try {
            Path elsewhere = path.resolveSibling("elsewhere");
            Files.move(path, elsewhere);
            Files.createSymbolicLink(path, elsewhere);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
