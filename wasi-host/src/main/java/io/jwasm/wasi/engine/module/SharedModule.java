package io.jwasm.wasi.engine.module;

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
public final class SharedModule {

    private final String digest;
    private final int sizeBytes;
    private final WasmModule decoded;
    private final CodeTraits traits;

    /// Read when a trap asks for it: it may be large, and most guests end well.
    private final byte[] nameSection;

    private volatile @Nullable Function<Instance, Machine> compiled;
    private volatile @Nullable String whyNotCompiled;

    /// Creates a module that is not compiled.
    ///
    /// @param digest the SHA-256 digest of its file, in hexadecimal
    /// @param sizeBytes the size of its file
    /// @param decoded what was decoded
    /// @param traits what its code contains
    /// @param nameSection the content of its name section, which may be empty
    public SharedModule(
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

    /// The SHA-256 digest of the file.
    ///
    /// @return in hexadecimal
    public String digest() {
        return digest;
    }

    /// The size of the file.
    ///
    /// @return in bytes
    public int sizeBytes() {
        return sizeBytes;
    }

    /// What was decoded.
    ///
    /// @return the sections
    public WasmModule decoded() {
        return decoded;
    }

    /// What the code contains that only one way of running does right.
    ///
    /// @return the traits
    public CodeTraits traits() {
        return traits;
    }

    /// Makes machines that run compiled code.
    ///
    /// @return the maker; null until the module has been compiled
    public @Nullable Function<Instance, Machine> compiled() {
        return compiled;
    }

    /// Tells that the module has been compiled.
    ///
    /// @param factory makes machines that run the compiled code
    public void compiled(Function<Instance, Machine> factory) {
        compiled = factory;
    }

    /// Notes why the module stays with the interpreter.
    ///
    /// @param failure what was in the way
    public void notCompiled(Throwable failure) {
        whyNotCompiled = failure.toString();
    }

    /// Why the module stays with the interpreter.
    ///
    /// @return the cause; empty when nothing is known to be in the way
    public Optional<String> whyNotCompiled() {
        return Optional.ofNullable(whyNotCompiled);
    }

    /// What people call functions: by their names in the name section, of their imports, or by
    /// their numbers.
    ///
    /// @return the name of each function index
    public IntFunction<String> functionNames() {
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
