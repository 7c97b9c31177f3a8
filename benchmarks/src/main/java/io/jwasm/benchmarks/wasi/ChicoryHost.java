package io.jwasm.benchmarks.wasi;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;

/// The guest as a user of the engine would have it: compiled, with the engine's memory and its
/// WASI.
final class ChicoryHost implements WasiHost {
    private final FileOutputStream stdout;
    private final WasiPreview1 wasi;
    private final Thread thread;

    private ChicoryHost(FileOutputStream stdout, WasiPreview1 wasi, Instance instance) {
        this.stdout = stdout;
        this.wasi = wasi;
        this.thread = new Thread(() -> instance.export("_start").apply(), "guest");
    }

    static WasiHost start(Scene scene, Orders orders) throws IOException {
        FileOutputStream stdout =
                new FileOutputStream("/proc/self/fd/" + scene.pipe().writeEnd().number());
        WasiOptions options =
                WasiOptions.builder()
                        .withDirectory("/", scene.directory())
                        .withStdout(stdout)
                        .build();
        WasiPreview1 wasi = WasiPreview1.builder().withOptions(options).build();
        HostFunction next =
                new HostFunction(
                        Orders.MODULE,
                        Orders.NAME,
                        FunctionType.of(List.of(), List.of(ValType.I64)),
                        (_, _) -> new long[] {orders.next()});
        WasmModule module = Parser.parse(WasiHost.module());
        Store store = new Store().addFunction(wasi.toHostFunctions()).addFunction(next);
        Instance instance =
                Instance.builder(module)
                        .withImportValues(store.toImportValues())
                        .withMachineFactory(MachineFactoryCompiler.compile(module))
                        .withStart(false)
                        .build();
        ChicoryHost host = new ChicoryHost(stdout, wasi, instance);
        host.thread.start();
        return host;
    }

    @Override
    public void close() throws IOException {
        try {
            thread.join();
        } catch (InterruptedException failure) {
            throw new IOException(failure);
        }
        wasi.close();
        stdout.close();
    }
}
