package io.jwasm.wasi.engine.offline;

import com.dylibso.chicory.wasm.types.ExternalType;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.wasi.binary.Feature;
import io.jwasm.wasi.binary.ModuleScan;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.Progress;
import io.jwasm.wasi.engine.cache.ModuleLoader;
import io.jwasm.wasi.engine.cache.ModuleStore;
import io.jwasm.wasi.engine.compile.BackgroundCompiler;
import io.jwasm.wasi.engine.compile.CompiledStore;
import io.jwasm.wasi.engine.memory.Bytes;
import io.jwasm.wasi.engine.module.CompiledCode;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.ModuleFile;
import io.jwasm.wasi.engine.module.ModuleView;
import io.jwasm.wasi.engine.module.SharedModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Looks into modules and compiles them into the cache on disk, by the same rules as the daemon.
/// Confined to one thread.
public final class Workshop {

    /// Compiling a larger one only to look into it would take too long, and too much heap.
    private static final int EXAMINE_BYTES = 4 << 20;

    // The compiler recurses over nested blocks.
    private static final long STACK_BYTES = 8L << 20;

    private final EngineConfig config;
    private final ModuleStore disk;

    /// Creates a workshop, without looking at the disk.
    ///
    /// @param config how the daemon's engine works, and where the cache is
    /// @param news hears what is wrong with the cache, one line each
    public Workshop(EngineConfig config, Consumer<String> news) {
        this.config = config;
        this.disk = new ModuleStore(config.cache(), news);
    }

    /// Looks into a module. One that is not cached is compiled for it unless it is large, and not
    /// kept.
    ///
    /// @param file the file, opened for reading
    /// @param name what the module is called in messages
    /// @return what was found
    /// @throws ModuleException when it is no module that can be run here
    public ModuleFacts examine(HostFd file, String name) throws ModuleException {
        byte[] bytes = ModuleFile.read(file, name, config.maxModuleBytes());
        SharedModule module = decode(bytes, name);
        Optional<SharedModule> cached = disk.find(module.digest());
        if (cached.isEmpty() && bytes.length <= Math.min(EXAMINE_BYTES, config.maxCompileBytes())) {
            compile(module, (_, _, _) -> Optional.empty(), Progress.NONE);
        }
        return facts(cached.orElse(module), bytes, cached.isPresent());
    }

    /// Compiles a module into the cache, unless it is there.
    ///
    /// @param file the file, opened for reading
    /// @param name what the module is called in messages
    /// @param progress hears how far it is; not at all when there is nothing to do
    /// @return what was compiled; it is not cached when the cache would not take it, which has been
    ///   said
    /// @throws ModuleException when it is no module that can be compiled here
    public ModuleFacts compile(HostFd file, String name, Progress progress) throws ModuleException {
        byte[] bytes = ModuleFile.read(file, name, config.maxModuleBytes());
        Optional<SharedModule> cached = disk.find(ModuleLoader.sha256(bytes));
        if (cached.isPresent()) {
            return facts(cached.get(), bytes, true);
        }
        if (bytes.length > config.maxCompileBytes()) {
            throw new ModuleException(
                    "\"%s\" has %s, engine.max-compile is %s: it is interpreted"
                            .formatted(
                                    name,
                                    Bytes.format(bytes.length),
                                    Bytes.format(config.maxCompileBytes())),
                    null);
        }
        SharedModule module = decode(bytes, name);
        int functions =
                module.decoded().importSection().count(ExternalType.FUNCTION)
                        + module.decoded().functionSection().functionCount();
        progress.at(0, functions);
        AtomicBoolean isKept = new AtomicBoolean();
        compile(
                module,
                (compiled, interpreted, parts) -> {
                    var contents = disk.keep(compiled, interpreted, parts);
                    isKept.set(contents.isPresent());
                    return contents;
                },
                progress);
        if (module.whyNotCompiled().isPresent()) {
            throw new ModuleException(
                    "\"%s\" cannot be compiled: %s".formatted(name, module.whyNotCompiled().get()),
                    null);
        }
        progress.at(functions, functions);
        return facts(module, bytes, isKept.get());
    }

    private static SharedModule decode(byte[] bytes, String name) throws ModuleException {
        return ModuleDecoder.decode(bytes, ModuleLoader.sha256(bytes), name);
    }

    private void compile(SharedModule module, CompiledStore store, Progress progress) {
        try (BackgroundCompiler compiler =
                new BackgroundCompiler(config.maxCompileBytes(), store, _ -> {})) {
            Runnable work = () -> compiler.compileNow(module, progress);
            Thread thread = new Thread(null, work, "jwasm-compiler", STACK_BYTES, false);
            thread.start();
            thread.join();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            module.notCompiled(interruption);
        }
    }

    private static ModuleFacts facts(SharedModule module, byte[] bytes, boolean isCached) {
        Set<Feature> used = ModuleScan.of(bytes).features().used();
        return new ModuleFacts(
                new ModuleView(module),
                bytes.length,
                used.stream().map(Feature::title).toList(),
                isCached,
                Optional.ofNullable(module.compiled()).map(code -> interpreted(module, code)));
    }

    private static ModuleFacts.Interpreted interpreted(SharedModule module, CompiledCode code) {
        IntFunction<String> names = module.functionNames();
        int imported = module.decoded().importSection().count(ExternalType.FUNCTION);
        int functions = imported + module.decoded().functionSection().functionCount();
        List<String> tooLarge = new ArrayList<>();
        List<String> tailCallers = new ArrayList<>();
        for (int i = imported; i < functions; i++) {
            if (code.isInterpreted(i)) {
                boolean isTailCaller = module.traits().tailCallers().contains(i);
                (isTailCaller ? tailCallers : tooLarge).add(names.apply(i));
            }
        }
        return new ModuleFacts.Interpreted(tooLarge, tailCallers);
    }
}
