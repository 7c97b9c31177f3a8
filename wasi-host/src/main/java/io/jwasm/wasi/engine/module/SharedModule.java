package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import io.jwasm.wasi.binary.CodeLayout;
import io.jwasm.wasi.binary.FunctionNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all guests of one module share: what was decoded and, once there, the compiled classes.
/// Thread-safe. Whoever uses it holds it; it is garbage, its classes with it, when nobody does.
public final class SharedModule {

    private final ModuleIdentity identity;
    private final CodeTraits traits;

    /// Asked when a trap is reported: it may be large, and most guests end well.
    private final Supplier<byte[]> nameSection;

    private volatile Contents contents;
    private volatile @Nullable String whyNotCompiled;

    /// What of a module is in memory, all of one state.
    ///
    /// @param decoded what was decoded; functions have empty bodies that are in `bodies` or `code`
    /// @param bodies the functions' bodies, when they are decoded one after another
    /// @param layout where functions are in the bytes that the compiler takes, in which functions
    ///   may have other bodies that do the same
    /// @param code the compiled code
    public record Contents(
            WasmModule decoded,
            @Nullable FunctionBodies bodies,
            @Nullable CodeLayout layout,
            @Nullable CompiledCode code) {

        static Contents whole(WasmModule decoded, CodeLayout layout) {
            return new Contents(decoded, null, layout, null);
        }

        static Contents lazy(WasmModule decoded, FunctionBodies bodies) {
            return new Contents(decoded, bodies, bodies.layout(), null);
        }

        /// A module of which no more is needed than its compiled code and the functions that were
        /// left to the interpreter.
        ///
        /// @param decoded the module with those functions' bodies
        /// @param code the compiled code
        /// @return the contents
        public static Contents compiled(WasmModule decoded, CompiledCode code) {
            return new Contents(decoded, null, null, code);
        }
    }

    /// Creates a module.
    ///
    /// @param identity which one it is
    /// @param traits what its code contains
    /// @param nameSection gives the content of its name section, which may be empty
    /// @param contents what of it is in memory
    public SharedModule(
            ModuleIdentity identity,
            CodeTraits traits,
            Supplier<byte[]> nameSection,
            Contents contents) {
        this.identity = identity;
        this.traits = traits;
        this.nameSection = nameSection;
        this.contents = contents;
    }

    /// Which module it is.
    ///
    /// @return digest and size
    public ModuleIdentity identity() {
        return identity;
    }

    /// The SHA-256 digest of the file.
    ///
    /// @return in hexadecimal
    public String digest() {
        return identity.digest();
    }

    /// The size of the file.
    ///
    /// @return in bytes
    public int sizeBytes() {
        return identity.sizeBytes();
    }

    /// What is in memory now. A guest takes it once and stays with it.
    ///
    /// @return the contents
    public Contents contents() {
        return contents;
    }

    /// What was decoded.
    ///
    /// @return the sections
    public WasmModule decoded() {
        return contents.decoded();
    }

    /// What the code contains that only one way of running does right.
    ///
    /// @return the traits
    public CodeTraits traits() {
        return traits;
    }

    /// The content of the name section.
    ///
    /// @return its bytes, none when there is no such section
    public byte[] nameSection() {
        return nameSection.get();
    }

    /// The compiled code.
    ///
    /// @return the code; null until the module has been compiled
    public @Nullable CompiledCode compiled() {
        return contents.code();
    }

    /// Tells that the module has been compiled. Guests that are running change over at a call,
    /// later ones never see more of the module than `compiled` holds.
    ///
    /// @param compiled what is left of the module
    public void compiled(Contents compiled) {
        contents = compiled;
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
        Map<Integer, String> names = FunctionNames.read(nameSection());
        List<String> imported =
                decoded().importSection().stream()
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
