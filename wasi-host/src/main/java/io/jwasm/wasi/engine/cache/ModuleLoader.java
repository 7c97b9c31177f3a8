package io.jwasm.wasi.engine.cache;

import io.jwasm.linux.fs.HostFd;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.Progress;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.engine.compile.BackgroundCompiler;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.ModuleFile;
import io.jwasm.wasi.engine.module.SharedModule;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Loads modules, each at most once at a time, however many ask for it. Thread-safe.
public final class ModuleLoader {

    private final EngineConfig config;
    private final ModuleCache cache;
    private final ModuleStore disk;
    private final BackgroundCompiler compiler;
    private final ConcurrentMap<String, CompletableFuture<SharedModule>> loading =
            new ConcurrentHashMap<>();

    /// Whether what is unused is let go of from time to time; from the first module on, not before,
    /// as that takes a thread.
    private final AtomicBoolean isTrimming = new AtomicBoolean();

    /// Creates a loader.
    ///
    /// @param config how the engine works
    /// @param cache where modules are kept
    /// @param disk finds what was compiled before
    /// @param compiler compiles the others
    public ModuleLoader(
            EngineConfig config, ModuleCache cache, ModuleStore disk, BackgroundCompiler compiler) {
        this.config = config;
        this.cache = cache;
        this.disk = disk;
        this.compiler = compiler;
    }

    /// Loads a module, or finds the one loaded before from the same bytes.
    ///
    /// @param file the file, opened for reading
    /// @param name what the module is called in messages
    /// @return the module
    /// @throws ModuleException when the file is no module that can be run here
    public SharedModule load(HostFd file, String name) throws ModuleException {
        return load(ModuleFile.read(file, name, config.maxModuleBytes()), name);
    }

    /// Loads a module from its bytes, or finds the one loaded before from the same.
    ///
    /// @param bytes the file
    /// @param name what the module is called in messages
    /// @return the module
    /// @throws ModuleException when it is none that can be run here
    public SharedModule load(byte[] bytes, String name) throws ModuleException {
        String digest = sha256(bytes);
        CompletableFuture<SharedModule> mine = new CompletableFuture<>();
        CompletableFuture<SharedModule> theirs = loading.putIfAbsent(digest, mine);
        if (theirs != null) {
            return await(theirs, bytes, digest, name);
        }
        try {
            SharedModule module = cache.find(digest).or(() -> stored(digest)).orElse(null);
            if (module == null) {
                module = decode(bytes, digest, name);
            }
            mine.complete(module);
            return module;
        } catch (ModuleException | RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            loading.remove(digest, mine);
        }
    }

    private SharedModule await(
            CompletableFuture<SharedModule> other, byte[] bytes, String digest, String name)
            throws ModuleException {
        try {
            return other.get();
        } catch (ExecutionException _) {
            // Decode again: the message must carry the name that this caller knows the file by.
            return decode(bytes, digest, name);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new ModuleException("\"%s\": loading was interrupted".formatted(name), failure);
        }
    }

    private Optional<SharedModule> stored(String digest) {
        if (config.tier() == Tier.INTERPRETER) {
            return Optional.empty();
        }
        Optional<SharedModule> module = disk.find(digest);
        module.ifPresent(this::add);
        return module;
    }

    private void add(SharedModule module) {
        cache.add(module);
        if (!isTrimming.getAndSet(true)) {
            compiler.repeat(cache::trim, config.idleModuleTime().dividedBy(2));
        }
    }

    private SharedModule decode(byte[] bytes, String digest, String name) throws ModuleException {
        SharedModule module =
                ModuleDecoder.decode(bytes, digest, name, config.tier() == Tier.ADAPTIVE);
        add(module);
        switch (config.tier()) {
            case INTERPRETER -> {}
            case COMPILER -> compiler.compileNow(module, Progress.NONE);
            case ADAPTIVE -> {
                if (module.traits().catchesExceptions()) {
                    compiler.compileNow(module, Progress.NONE);
                } else {
                    compiler.compileSoon(module);
                }
            }
        }
        return module;
    }

    /// Computes what modules are known by.
    ///
    /// @param bytes the file
    /// @return its SHA-256 digest, in hexadecimal
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("every JDK has SHA-256", failure);
        }
    }
}
