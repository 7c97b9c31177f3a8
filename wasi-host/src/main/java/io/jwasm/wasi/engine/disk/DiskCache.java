package io.jwasm.wasi.engine.disk;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.engine.CacheConfig;
import io.jwasm.wasi.engine.CachedModule;
import io.jwasm.wasi.engine.compile.CompiledStore;
import io.jwasm.wasi.engine.module.SharedModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Compiled modules in a directory, which several daemons may share. Thread-safe.
///
/// Whatever is wrong with it costs time and nothing else: a module that cannot be read from here is
/// compiled again, and one that cannot be written is kept in memory. Both are said.
public final class DiskCache implements CompiledStore {

    private static final String SUFFIX = ".module";

    /// Written again at each use, an entry's time would wear the disk for nothing.
    private static final Duration USE_PRECISION = Duration.ofHours(1);

    /// A file that a daemon is writing is younger; older ones were left by one that died.
    private static final Duration ABANDONED = Duration.ofHours(6);

    private final CacheConfig config;
    private final Consumer<String> news;

    private DiskCache(CacheConfig config, Consumer<String> news) {
        this.config = config;
        this.news = news;
    }

    /// Opens the cache.
    ///
    /// @param config where it is and how large it may be
    /// @param news hears what an operator should know, one line each
    /// @return the cache; empty when the directory cannot be used, which has been said
    public static Optional<DiskCache> open(CacheConfig config, Consumer<String> news) {
        try {
            CacheDirectory.prepare(config.directory());
            return Optional.of(new DiskCache(config, news));
        } catch (IOException | UnsupportedOperationException failure) {
            news.accept(
                    "modules are not cached in \"%s\": %s"
                            .formatted(config.directory(), reason(failure)));
            return Optional.empty();
        }
    }

    private Path path(String digest) {
        return config.directory().resolve(digest + SUFFIX);
    }

    /// Finds a module that was compiled before.
    ///
    /// @param digest the SHA-256 digest of its file
    /// @return the module, ready to run compiled
    public Optional<SharedModule> find(String digest) {
        Path path = path(digest);
        try {
            StoredModule stored = read(path, digest);
            SharedModule module = stored.load();
            touch(path);
            return Optional.of(module);
        } catch (NoSuchFileException _) {
            return Optional.empty(); // the ordinary miss
        } catch (IOException | RuntimeException | LinkageError failure) {
            discard(path, failure);
            return Optional.empty();
        }
    }

    private void discard(Path path, Throwable failure) {
        news.accept(
                "cached module \"%s\" is not used and compiled again: %s"
                        .formatted(path, reason(failure)));
        try {
            boolean _ = Files.deleteIfExists(path);
        } catch (IOException deletion) {
            news.accept("\"%s\" cannot be removed: %s".formatted(path, reason(deletion)));
        }
    }

    private static StoredModule read(Path path, String digest) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no regular file");
        }
        CacheDirectory.requireOwn(path);
        HostFd fd;
        try {
            fd =
                    Descriptors.open(
                            path.toString(),
                            OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC | OpenFlags.O_NOFOLLOW,
                            0);
        } catch (ErrnoException failure) {
            throw new IOException(failure);
        }
        EntryFile file = new EntryFile(fd);
        EntryIndex index = index(file, Files.size(path));
        if (!index.identity().digest().equals(digest)) {
            throw new IOException("it holds another module");
        }
        return new StoredModule(file, index);
    }

    private static EntryIndex index(EntryFile file, long size) throws IOException {
        long end = size - EntryWriter.TRAILER_BYTES;
        if (end < 0) {
            throw new IOException("it is torn: it has %d bytes".formatted(size));
        }
        ByteBuffer trailer = ByteBuffer.wrap(file.read(end, EntryWriter.TRAILER_BYTES));
        long offset = trailer.getLong();
        int length = trailer.getInt();
        int checksum = trailer.getInt();
        if (trailer.getLong() != EntryWriter.MARK || offset < 0 || offset + length != end) {
            throw new IOException("it is torn: it does not end as it should");
        }
        if (file.checksum(end) != checksum) {
            throw new IOException("its checksum is wrong");
        }
        return EntryIndex.decode(file.read(offset, length));
    }

    private void touch(Path path) throws IOException {
        Instant now = Instant.now();
        if (Files.getLastModifiedTime(path).toInstant().isBefore(now.minus(USE_PRECISION))) {
            Files.setLastModifiedTime(path, FileTime.from(now));
        }
    }

    @Override
    public Optional<SharedModule.Contents> keep(
            SharedModule module, Set<Integer> interpreted, Map<String, byte[]> parts) {
        Path path = path(module.digest());
        try (EntryWriter writer = new EntryWriter(config.directory())) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                writer.add(part.getKey(), part.getValue());
            }
            writer.add(EntryIndex.NAMES, module.nameSection());
            writer.finish(module, interpreted, path);
        } catch (IOException failure) {
            news.accept(
                    "module %s is not cached in \"%s\": %s"
                            .formatted(module.digest(), config.directory(), reason(failure)));
            return Optional.empty();
        }
        try {
            Optional<SharedModule.Contents> contents =
                    Optional.of(read(path, module.digest()).contents());
            trim(config.maxBytes(), path);
            return contents;
        } catch (IOException | RuntimeException failure) {
            discard(path, failure);
            return Optional.empty();
        }
    }

    /// What is in the cache.
    ///
    /// @return the modules, the most recently used first
    /// @throws IOException when the directory cannot be read
    public List<CachedModule> list() throws IOException {
        List<CachedModule> modules = new ArrayList<>();
        try (Stream<Path> files = Files.list(config.directory())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    entry(file, name.substring(0, name.length() - SUFFIX.length()))
                            .ifPresent(modules::add);
                }
            }
        }
        modules.sort(Comparator.comparing(CachedModule::lastUsed).reversed());
        return modules;
    }

    private static Optional<CachedModule> entry(Path file, String digest) throws IOException {
        try {
            return Optional.of(
                    new CachedModule(
                            digest, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException _) {
            return Optional.empty(); // another daemon removed it
        }
    }

    /// Removes a module.
    ///
    /// @param digest the whole digest of its file
    /// @return whether it was there
    /// @throws IOException when it cannot be removed
    public boolean remove(String digest) throws IOException {
        return Files.deleteIfExists(path(digest));
    }

    /// Removes the least recently used modules, and what writers that died have left.
    ///
    /// @param maxBytes how much may stay
    /// @return what was removed
    /// @throws IOException when something cannot be removed
    public List<CachedModule> prune(long maxBytes) throws IOException {
        removeAbandoned();
        List<CachedModule> removed = new ArrayList<>();
        long kept = 0;
        for (CachedModule module : list()) {
            kept += module.sizeBytes();
            if (kept > maxBytes && remove(module.digest())) {
                kept -= module.sizeBytes();
                removed.add(module);
            }
        }
        return removed;
    }

    /// Removes the modules that nobody has used for a time.
    ///
    /// @param limit what was used before is removed
    /// @return what was removed
    /// @throws IOException when something cannot be removed
    public List<CachedModule> removeUnusedSince(Instant limit) throws IOException {
        List<CachedModule> removed = new ArrayList<>();
        for (CachedModule module : list()) {
            if (module.lastUsed().isBefore(limit) && remove(module.digest())) {
                removed.add(module);
            }
        }
        return removed;
    }

    private void removeAbandoned() throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (Stream<Path> files = Files.list(config.directory())) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(EntryWriter.TEMPORARY_SUFFIX)
                        && isOlder(file, limit)) {
                    boolean _ = Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (NoSuchFileException _) {
            return false; // another daemon has finished it
        }
    }

    private void trim(long maxBytes, Path newest) {
        try {
            for (CachedModule module : prune(maxBytes)) {
                boolean isNewest = path(module.digest()).equals(newest);
                news.accept(
                        "cached module %s was removed: %s"
                                .formatted(
                                        module.digest(),
                                        isNewest
                                                ? "it is larger than the cache"
                                                : "the cache is full"));
            }
        } catch (IOException failure) {
            news.accept(
                    "the cache in \"%s\" cannot be trimmed: %s"
                            .formatted(config.directory(), reason(failure)));
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || failure instanceof java.nio.file.FileSystemException
                ? failure.toString()
                : message;
    }
}
