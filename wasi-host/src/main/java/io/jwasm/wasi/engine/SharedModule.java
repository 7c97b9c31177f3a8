package io.jwasm.wasi.engine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What all guests of one module share: what was decoded and, once there, the compiled classes.
/// Thread-safe. Whoever uses it holds it; it is garbage, its classes with it, when nobody does.
final class SharedModule {

    private final String digest;
    private final int sizeBytes;
    private final WasmModule decoded;
    private final CodeTraits traits;
    private volatile @Nullable Function<Instance, Machine> compiled;
    private volatile @Nullable String whyNotCompiled;

    SharedModule(String digest, int sizeBytes, WasmModule decoded, CodeTraits traits) {
        this.digest = digest;
        this.sizeBytes = sizeBytes;
        this.decoded = decoded;
        this.traits = traits;
    }

    String digest() {
        return digest;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    WasmModule decoded() {
        return decoded;
    }

    CodeTraits traits() {
        return traits;
    }

    /// Makes machines that run compiled code; null until the module has been compiled.
    @Nullable Function<Instance, Machine> compiled() {
        return compiled;
    }

    void compiled(Function<Instance, Machine> factory) {
        compiled = factory;
    }

    /// Notes why the module stays with the interpreter.
    void notCompiled(Throwable failure) {
        whyNotCompiled = failure.toString();
    }

    /// Why the module stays with the interpreter; empty when nothing is known to be in the way.
    Optional<String> whyNotCompiled() {
        return Optional.ofNullable(whyNotCompiled);
    }

    /// What people call a function: its name in the name section, of its import, or its number.
    String functionName(int index) {
        NameCustomSection names = decoded.nameSection();
        String name = names == null ? null : names.nameOfFunction(index);
        if (name != null) {
            return name;
        }
        return decoded.importSection().stream()
                .filter(entry -> entry.importType() == ExternalType.FUNCTION)
                .skip(index)
                .findFirst()
                .map(entry -> entry.module() + "." + entry.name())
                .orElse("func[" + index + "]");
    }
}
