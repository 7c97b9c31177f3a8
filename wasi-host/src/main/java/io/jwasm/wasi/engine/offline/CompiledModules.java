package io.jwasm.wasi.engine.offline;

import io.jwasm.wasi.engine.CacheConfig;
import io.jwasm.wasi.engine.CachedModule;
import io.jwasm.wasi.engine.disk.DiskCache;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The cache on disk, as people look after it. Daemons may use it at the same time; a guest that
/// runs keeps what it started from. Thread-safe.
public final class CompiledModules {

    private final DiskCache cache;

    private CompiledModules(DiskCache cache) {
        this.cache = cache;
    }

    /// Opens the cache.
    ///
    /// @param config where it is and how large it may be
    /// @param news hears why it cannot be used
    /// @return the cache; empty when the directory cannot be used, which has been said
    public static Optional<CompiledModules> open(CacheConfig config, Consumer<String> news) {
        return DiskCache.open(config, news).map(CompiledModules::new);
    }

    /// What is in the cache.
    ///
    /// @return the modules, the most recently used first
    /// @throws IOException when the directory cannot be read
    public List<CachedModule> list() throws IOException {
        return cache.list();
    }

    /// Removes a module.
    ///
    /// @param digest the whole digest of its file
    /// @return whether it was there
    /// @throws IOException when it cannot be removed
    public boolean remove(String digest) throws IOException {
        return cache.remove(digest);
    }

    /// Removes the least recently used modules, and what writers that died have left.
    ///
    /// @param maxBytes how much may stay
    /// @return what was removed
    /// @throws IOException when something cannot be removed
    public List<CachedModule> prune(long maxBytes) throws IOException {
        return cache.prune(maxBytes);
    }

    /// Removes the modules that nobody has used for a time.
    ///
    /// @param limit what was used before is removed
    /// @return what was removed
    /// @throws IOException when something cannot be removed
    public List<CachedModule> removeUnusedSince(Instant limit) throws IOException {
        return cache.removeUnusedSince(limit);
    }
}
