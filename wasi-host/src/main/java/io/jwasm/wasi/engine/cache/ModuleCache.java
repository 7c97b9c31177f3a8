package io.jwasm.wasi.engine.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.jwasm.wasi.engine.module.SharedModule;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Finds the module that has been loaded from the same bytes.
///
/// A module in use is always found. One that nobody uses is kept for a while, the most recently
/// used first, up to a number of bytes, and softly, so that the JVM may take it before it runs out
/// of heap. Thread-safe.
public final class ModuleCache {

    private final long idleBytes;
    private final long idleNanos;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, WeakReference<SharedModule>> known = new HashMap<>();

    /// In the order of their last use.
    @GuardedBy("this")
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("this")
    private long keptBytes;

    private record Kept(SoftReference<SharedModule> module, int bytes, long usedNanos) {}

    /// Creates an empty cache.
    ///
    /// @param idleBytes how much is kept that nobody uses
    /// @param idleTime how long at the most
    /// @param nanoTime the time, as [System#nanoTime]
    public ModuleCache(long idleBytes, Duration idleTime, LongSupplier nanoTime) {
        this.idleBytes = idleBytes;
        this.idleNanos = idleTime.toNanos();
        this.nanoTime = nanoTime;
    }

    /// Finds the module of a file, if it is still there.
    ///
    /// @param digest the file's SHA-256 digest
    /// @return the module
    public synchronized Optional<SharedModule> find(String digest) {
        WeakReference<SharedModule> reference = known.get(digest);
        SharedModule module = reference == null ? null : reference.get();
        if (module != null) {
            touch(module);
        }
        return Optional.ofNullable(module);
    }

    /// Keeps a module.
    ///
    /// @param module the module, just used
    public synchronized void add(SharedModule module) {
        known.put(module.digest(), new WeakReference<>(module));
        touch(module);
    }

    @GuardedBy("this")
    private void touch(SharedModule module) {
        drop(module.digest());
        kept.put(
                module.digest(),
                new Kept(new SoftReference<>(module), module.sizeBytes(), nanoTime.getAsLong()));
        keptBytes += module.sizeBytes();
        trim();
    }

    /// Lets go of what has been kept too long, is too much, or was taken by the JVM.
    public synchronized void trim() {
        long now = nanoTime.getAsLong();
        Iterator<Kept> oldestFirst = kept.values().iterator();
        while (oldestFirst.hasNext()) {
            Kept entry = oldestFirst.next();
            boolean isTaken = entry.module().get() == null;
            if (isTaken || keptBytes > idleBytes || now - entry.usedNanos() > idleNanos) {
                oldestFirst.remove();
                keptBytes -= entry.bytes();
            }
        }
        known.values().removeIf(reference -> reference.get() == null);
    }

    @GuardedBy("this")
    private void drop(String digest) {
        @Nullable Kept entry = kept.remove(digest);
        if (entry != null) {
            keptBytes -= entry.bytes();
        }
    }

    /// The digests of what is kept, whether used or not.
    ///
    /// @return the digests, the least recently used first
    public synchronized List<String> keptDigests() {
        return List.copyOf(kept.keySet());
    }

    /// Lets go of all.
    public synchronized void clear() {
        kept.clear();
        known.clear();
        keptBytes = 0;
    }
}
