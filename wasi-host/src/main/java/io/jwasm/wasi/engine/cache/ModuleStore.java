package io.jwasm.wasi.engine.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.wasi.engine.CacheConfig;
import io.jwasm.wasi.engine.compile.CompiledStore;
import io.jwasm.wasi.engine.disk.DiskCache;
import io.jwasm.wasi.engine.module.SharedModule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The cache on disk, if one is configured and can be used; opened when it is first asked.
/// Thread-safe.
public final class ModuleStore implements CompiledStore {

    private final Optional<CacheConfig> config;
    private final Consumer<String> news;

    @GuardedBy("this")
    private boolean isOpened;

    @GuardedBy("this")
    private Optional<DiskCache> opened = Optional.empty();

    /// Creates the store, without looking at the disk.
    ///
    /// @param config where it is; empty for none
    /// @param news hears what an operator should know, one line each
    public ModuleStore(Optional<CacheConfig> config, Consumer<String> news) {
        this.config = config;
        this.news = news;
    }

    private synchronized Optional<DiskCache> disk() {
        if (!isOpened) {
            isOpened = true;
            opened = config.flatMap(cache -> DiskCache.open(cache, news));
        }
        return opened;
    }

    /// Finds a module that was compiled before.
    ///
    /// @param digest the SHA-256 digest of its file
    /// @return the module, ready to run compiled
    public Optional<SharedModule> find(String digest) {
        return disk().flatMap(cache -> cache.find(digest));
    }

    @Override
    public Optional<SharedModule.Contents> keep(
            SharedModule module, Set<Integer> interpreted, Map<String, byte[]> parts) {
        return disk().flatMap(cache -> cache.keep(module, interpreted, parts));
    }
}
