package io.jwasm.wasi.engine.compile;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import io.jwasm.wasi.binary.CodeLayout;
import io.jwasm.wasi.engine.Progress;
import io.jwasm.wasi.engine.module.FunctionBodies;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.SharedModule;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns a module's functions into Java classes.
///
/// A large module is compiled in passes, each over some of its functions with the bodies of all
/// others empty: what the engine's compiler holds of a function while it works takes hundreds of
/// times the function's size. Confined to one thread.
final class ModuleCompiler {

    /// The class that makes machines; the names of the others begin with it.
    static final String CLASS_NAME = "guest.Module";

    /// Functions come in classes of this many, so that a guest loads few that it does not call.
    static final int FUNCTIONS_PER_CLASS = 64;

    private static final String GROUP_CLASS = CLASS_NAME + "FuncGroup_";
    private static final int PASS_CODE_BYTES = 1 << 20;

    // What the engine's compiler says of a function that exceeds the JVM's limits.
    private static final Pattern TOO_LARGE = Pattern.compile("WASM function index: (\\d+)");

    private final SharedModule module;
    private final ClassSink sink;
    private final Progress progress;

    ModuleCompiler(SharedModule module, ClassSink sink, Progress progress) {
        this.module = module;
        this.sink = sink;
        this.progress = progress;
    }

    /// Compiles the module, and gives the functions that must be interpreted.
    ///
    /// @param layout where the functions are that are to be compiled, which may be others than
    ///   those that are interpreted
    Set<Integer> compile(CodeLayout layout) throws IOException {
        FunctionBodies bodies = module.contents().bodies();
        if (bodies == null) {
            return whole(ModuleDecoder.again(layout.withBodies(_ -> true)));
        }
        return inPasses(bodies);
    }

    private Set<Integer> whole(WasmModule decoded) throws IOException {
        CompilerResult result = compile(decoded, module.traits().tailCallers());
        keep(byBinaryName(result));
        return result.interpretedFunctions();
    }

    private Set<Integer> inPasses(FunctionBodies bodies) throws IOException {
        int imported = module.decoded().importSection().count(ExternalType.FUNCTION);
        int functions = imported + bodies.layout().functions();
        Set<Integer> interpreted = new HashSet<>();
        int from = 0;
        while (from < functions) {
            int to = passEnd(bodies, imported, from);
            interpreted.addAll(pass(bodies, imported, from, to));
            from = to;
            progress.at(from, functions);
        }
        CompilerResult rest = compile(bodies.withBodies(0, 0), interpreted);
        Map<String, byte[]> others = byBinaryName(rest);
        others.keySet().removeIf(name -> name.startsWith(GROUP_CLASS));
        keep(others);
        return interpreted;
    }

    /// Where a pass ends that begins at a function: at the end of a class.
    private static int passEnd(FunctionBodies bodies, int imported, int from) {
        int functions = imported + bodies.layout().functions();
        int to = Math.min(from + FUNCTIONS_PER_CLASS, functions);
        while (to < functions) {
            int next = Math.min(to + FUNCTIONS_PER_CLASS, functions);
            int bytes =
                    bodies.layout()
                            .codeBytes(Math.max(from - imported, 0), Math.max(next - imported, 0));
            if (bytes > PASS_CODE_BYTES) {
                break;
            }
            to = next;
        }
        return to;
    }

    private Set<Integer> pass(FunctionBodies bodies, int imported, int from, int to)
            throws IOException {
        WasmModule part =
                bodies.withBodies(Math.max(from - imported, 0), Math.max(to - imported, 0));
        CompilerResult result = compile(part, Set.of());
        Map<String, byte[]> all = byBinaryName(result);
        Map<String, byte[]> classes = new HashMap<>();
        for (int first = from; first < to; first += FUNCTIONS_PER_CLASS) {
            String name = GROUP_CLASS + first / FUNCTIONS_PER_CLASS;
            byte[] bytes = all.get(name);
            if (bytes == null) {
                throw new ChicoryException("functions from " + first + " fit no class");
            }
            classes.put(name, bytes);
        }
        keep(classes);
        return result.interpretedFunctions();
    }

    private void keep(Map<String, byte[]> classes) throws IOException {
        ClassCheck.run(classes);
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
            sink.add(entry.getKey(), entry.getValue());
        }
    }

    /// The engine's collector gives some names with slashes, others with dots.
    private static Map<String, byte[]> byBinaryName(CompilerResult result) {
        Map<String, byte[]> classes = new HashMap<>();
        result.classBytes().forEach((name, bytes) -> classes.put(name.replace('/', '.'), bytes));
        return classes;
    }

    /// Compiles, and leaves to the interpreter what is given and what proves too large.
    private static CompilerResult compile(WasmModule decoded, Set<Integer> interpreted) {
        Set<Integer> left = new HashSet<>(interpreted);
        while (true) {
            try {
                return compileOnce(decoded, left);
            } catch (ChicoryException failure) {
                Matcher matcher = TOO_LARGE.matcher(String.valueOf(failure.getMessage()));
                if (!matcher.find() || !left.add(Integer.parseInt(matcher.group(1)))) {
                    throw failure;
                }
            }
        }
    }

    private static CompilerResult compileOnce(WasmModule decoded, Set<Integer> interpreted) {
        Compiler.Builder builder =
                Compiler.builder(decoded)
                        .withClassName(CLASS_NAME)
                        .withMaxFunctionsPerClass(FUNCTIONS_PER_CLASS)
                        .withClassCollectorFactory(ByteClassCollector::new);
        if (interpreted.isEmpty()) {
            // A function over the JVM's limits is interpreted; nobody need be told.
            builder.withInterpreterFallback(InterpreterFallback.SILENT);
        } else {
            builder.withInterpreterFallback(InterpreterFallback.FAIL)
                    .withInterpretedFunctions(interpreted);
        }
        return builder.build().compile();
    }
}
