package io.jwasm.wasi.engine.guest;

import io.jwasm.linux.fs.HostFd;
import io.jwasm.wasi.Guest;
import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.EngineNews;
import io.jwasm.wasi.engine.HostFunctionSource;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.WasmModule;
import io.jwasm.wasi.engine.cache.ModuleCache;
import io.jwasm.wasi.engine.cache.ModuleLoader;
import io.jwasm.wasi.engine.cache.ModuleStore;
import io.jwasm.wasi.engine.compile.BackgroundCompiler;
import io.jwasm.wasi.engine.module.ModuleView;

/// The engine on [Chicory](https://github.com/dylibso/chicory).
///
/// Creating it costs nothing: none of the engine's classes is loaded before the first module, or
/// [#warmUp].
public final class ChicoryEngine implements WasmEngine {

    private final MemoryLedger ledger;
    private final HostFunctionSource functions;
    private final ModuleCache cache;
    private final BackgroundCompiler compiler;
    private final ModuleLoader loader;

    private ChicoryEngine(
            EngineConfig config,
            MemoryLedger ledger,
            HostFunctionSource functions,
            EngineNews news) {
        this.ledger = ledger;
        this.functions = functions;
        this.cache =
                new ModuleCache(
                        config.idleModuleBytes(), config.idleModuleTime(), System::nanoTime);
        ModuleStore store = new ModuleStore(config.cache(), news.warnings());
        this.compiler = new BackgroundCompiler(config.maxCompileBytes(), store, news.facts());
        this.loader = new ModuleLoader(config, cache, store, compiler);
    }

    /// Creates an engine.
    ///
    /// @param config how it works
    /// @param ledger what all of its guests together may hold
    /// @param functions makes the host functions of each guest
    /// @return the engine
    public static WasmEngine create(
            EngineConfig config, MemoryLedger ledger, HostFunctionSource functions) {
        return create(config, ledger, functions, EngineNews.NONE);
    }

    /// Creates an engine that tells what it does.
    ///
    /// @param config how it works
    /// @param ledger what all of its guests together may hold
    /// @param functions makes the host functions of each guest
    /// @param news hears it
    /// @return the engine
    public static WasmEngine create(
            EngineConfig config,
            MemoryLedger ledger,
            HostFunctionSource functions,
            EngineNews news) {
        return new ChicoryEngine(config, ledger, functions, news);
    }

    @Override
    public WasmModule load(HostFd file, String name) throws ModuleException {
        return new ModuleView(loader.load(file, name));
    }

    @Override
    public Guest prepare(WasmModule module, GuestConfig config) throws ModuleException {
        if (!(module instanceof ModuleView view)) {
            throw new IllegalArgumentException("a module of another engine");
        }
        return new Instantiation(view.shared(), config).prepare(ledger, functions);
    }

    @Override
    public void warmUp() {
        WarmUp.run();
    }

    @Override
    public void close() {
        compiler.close();
        cache.clear();
    }
}
