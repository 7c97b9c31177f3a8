package io.jwasm.wasi.engine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import io.jwasm.wasi.binary.FunctionNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// What all guests of one module share: what was decoded and, once there, the compiled classes.
/// Thread-safe. Whoever uses it holds it; it is garbage, its classes with it, when nobody does.
final class SharedModule {

    private final String digest;
    private final int sizeBytes;
    private final WasmModule decoded;
    private final CodeTraits traits;

    /// Read when a trap asks for it: it may be large, and most guests end well.
    private final byte[] nameSection;

    private volatile @Nullable Function<Instance, Machine> compiled;
    private volatile @Nullable String whyNotCompiled;

    SharedModule(
            String digest,
            int sizeBytes,
            WasmModule decoded,
            CodeTraits traits,
            byte[] nameSection) {
        this.digest = digest;
        this.sizeBytes = sizeBytes;
        this.decoded = decoded;
        this.traits = traits;
        this.nameSection = nameSection;
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

    /// What people call functions: by their names in the name section, of their imports, or by
    /// their numbers.
    IntFunction<String> functionNames() {
        Map<Integer, String> names = FunctionNames.read(nameSection);
        List<String> imported =
                decoded.importSection().stream()
                        .filter(entry -> entry.importType() == ExternalType.FUNCTION)
                        .map(entry -> entry.module() + "." + entry.name())
                        .toList();
        return index -> {
            String name = names.get(index);
            if (name != null) {
                return name;
            }
            return index < imported.size() ? imported.get(index) : "func[" + index + "]";
        };
    }
}
