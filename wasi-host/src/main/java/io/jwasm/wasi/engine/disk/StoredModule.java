package io.jwasm.wasi.engine.disk;

import com.dylibso.chicory.wasm.WasmModule;
import io.jwasm.wasi.engine.compile.ClassSource;
import io.jwasm.wasi.engine.compile.CompiledStore;
import io.jwasm.wasi.engine.compile.GuestClasses;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.SharedModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// A module that was compiled before. Thread-safe.
final class StoredModule implements ClassSource {

    private final EntryFile file;
    private final EntryIndex index;

    StoredModule(EntryFile file, EntryIndex index) {
        this.file = file;
        this.index = index;
    }

    EntryIndex index() {
        return index;
    }

    /// Makes the module of it: nothing is decoded but what is not code.
    SharedModule load() throws IOException {
        return new SharedModule(
                index.identity(), index.traits(), () -> readNow(EntryIndex.NAMES), contents());
    }

    SharedModule.Contents contents() throws IOException {
        WasmModule decoded = ModuleDecoder.again(part(CompiledStore.MODULE));
        return SharedModule.Contents.compiled(decoded, new GuestClasses(this, index.interpreted()));
    }

    private byte[] part(String name) throws IOException {
        EntryIndex.Part part = index.parts().get(name);
        if (part == null) {
            throw new IOException("it has no part \"%s\"".formatted(name));
        }
        return file.read(part.offset(), part.length());
    }

    private byte[] readNow(String name) {
        try {
            return part(name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public byte @Nullable [] read(String name) {
        return index.parts().containsKey(name) ? readNow(name) : null;
    }
}
