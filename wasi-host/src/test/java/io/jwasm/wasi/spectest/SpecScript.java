package io.jwasm.wasi.spectest;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportGlobal;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import com.fasterxml.jackson.databind.JsonNode;
import io.jwasm.wasi.engine.ModuleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One script of the specification's tests on one engine. Confined to one thread.
///
/// [Scripts](https://github.com/WebAssembly/spec/tree/main/interpreter#scripts).
final class SpecScript {

    private static final int I32 = 666;
    private static final float F32 = 666.6f;
    private static final double F64 = 666.6;
    private static final String UNSUPPORTED = ", which jwasm does not support";

    private final SpecEngine engine;
    private final Path directory;
    private final Store store = new Store();
    private final Map<String, Instance> named = new HashMap<>();
    private @Nullable Instance current;
    private @Nullable String refusal;

    private SpecScript(SpecEngine engine, Path directory) {
        this.engine = engine;
        this.directory = directory;
        addHost();
    }

    /// Runs a script.
    ///
    /// @param commands what `wast2json` made of it
    /// @param directory where its modules are
    /// @param engine what runs them
    /// @return the numbers of the commands that passed, and what was refused
    static Result run(JsonNode commands, Path directory, SpecEngine engine) {
        SpecScript script = new SpecScript(engine, directory);
        BitSet passed = new BitSet();
        for (int i = 0; i < commands.size(); i++) {
            passed.set(i, script.passes(commands.get(i)));
        }
        return new Result(passed, Optional.ofNullable(script.refusal));
    }

    /// How a script ended.
    ///
    /// @param passed the numbers of the commands that passed
    /// @param refusal the proposal that a module uses and jwasm does not offer
    record Result(BitSet passed, Optional<String> refusal) {}

    /// What the tests import from their host.
    private void addHost() {
        for (Map.Entry<String, List<ValType>> print :
                Map.of(
                                "print", List.<ValType>of(),
                                "print_i32", List.of(ValType.I32),
                                "print_i64", List.of(ValType.I64),
                                "print_f32", List.of(ValType.F32),
                                "print_f64", List.of(ValType.F64),
                                "print_i32_f32", List.of(ValType.I32, ValType.F32),
                                "print_f64_f64", List.of(ValType.F64, ValType.F64))
                        .entrySet()) {
            FunctionType type = FunctionType.of(print.getValue(), List.of());
            store.addFunction(
                    new HostFunction("spectest", print.getKey(), type, (_, _) -> new long[0]));
        }
        global("global_i32", Value.i32(I32));
        global("global_i64", Value.i64(I32));
        global("global_f32", Value.fromFloat(F32));
        global("global_f64", Value.fromDouble(F64));
        Table table = new Table(ValType.FuncRef, new TableLimits(10, 20));
        store.addTable(new ImportTable("spectest", "table", engine.table(table)));
        store.addMemory(
                new ImportMemory("spectest", "memory", engine.memory(new MemoryLimits(1, 2))));
    }

    private void global(String name, Value value) {
        store.addGlobal(new ImportGlobal("spectest", name, new GlobalInstance(value)));
    }

    private boolean passes(JsonNode command) {
        try {
            return switch (command.path("type").asText()) {
                case "module" -> instantiated(command);
                case "register" -> registered(command);
                case "action" -> invoke(command.path("action")) != null;
                case "assert_return" ->
                        SpecValues.match(command.path("expected"), invoke(command.path("action")));
                case "assert_trap", "assert_exhaustion", "assert_exception" -> traps(command);
                case "assert_malformed", "assert_invalid" -> isRefused(command);
                case "assert_unlinkable", "assert_uninstantiable" -> failsToStart(command);
                default -> false;
            };
        } catch (IOException | ModuleException | RuntimeException | Error _) {
            return false; // what the command asked for did not come about
        }
    }

    private boolean instantiated(JsonNode command) throws IOException, ModuleException {
        current = null;
        try {
            current = engine.instantiate(module(command), store.toImportValues());
        } catch (ModuleException failure) {
            String message = String.valueOf(failure.getMessage());
            if (message.endsWith(UNSUPPORTED)) {
                refusal = message.replace("\"module\" uses ", "").replace(UNSUPPORTED, "");
            }
            throw failure;
        }
        if (command.has("name")) {
            named.put(command.path("name").asText(), current);
        }
        return true;
    }

    private byte[] module(JsonNode command) throws IOException {
        return Files.readAllBytes(directory.resolve(command.path("filename").asText()));
    }

    private boolean registered(JsonNode command) {
        Store _ = store.register(command.path("as").asText(), instance(command.path("name")));
        return true;
    }

    private Instance instance(JsonNode name) {
        Instance instance = name.isMissingNode() ? current : named.get(name.asText());
        if (instance == null) {
            throw new IllegalStateException("no instance");
        }
        return instance;
    }

    private long[] invoke(JsonNode action) {
        Instance instance = instance(action.path("module"));
        String field = action.path("field").asText();
        if (action.path("type").asText().equals("get")) {
            return new long[] {instance.exports().global(field).getValue()};
        }
        long[] results = instance.export(field).apply(SpecValues.read(action.path("args")));
        return results == null ? new long[0] : results;
    }

    private boolean traps(JsonNode command) {
        try {
            invoke(command.path("action"));
            return false;
        } catch (StackOverflowError _) {
            return command.path("type").asText().equals("assert_exhaustion");
        } catch (ChicoryException failure) {
            return String.valueOf(failure.getMessage()).contains(command.path("text").asText());
        }
    }

    private boolean isRefused(JsonNode command) throws IOException {
        if (command.path("module_type").asText().equals("text")) {
            return true; // for those who read text
        }
        try {
            // Some of it is checked by the decoder, the rest before the start.
            Instance _ = engine.instantiate(module(command), store.toImportValues());
            return false;
        } catch (ModuleException | ChicoryException _) {
            return true;
        }
    }

    private boolean failsToStart(JsonNode command) throws IOException {
        try {
            Instance _ = engine.instantiate(module(command), store.toImportValues());
            return false;
        } catch (ModuleException | ChicoryException _) {
            return true;
        }
    }
}
