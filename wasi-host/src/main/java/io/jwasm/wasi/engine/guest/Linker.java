package io.jwasm.wasi.engine.guest;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.host.HostFunctions;
import io.jwasm.wasi.host.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the host's function for each import of a module, or says which import has none.
final class Linker {

    private final WasmModule module;
    private final String name;
    private final HostFunctions functions;
    private final HostCalls calls;

    Linker(WasmModule module, String name, HostFunctions functions, HostCalls calls) {
        this.module = module;
        this.name = name;
        this.functions = functions;
        this.calls = calls;
    }

    ImportValues link() throws ModuleException {
        List<ImportFunction> found = new ArrayList<>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import entry = module.importSection().getImport(i);
            if (entry.importType() != ExternalType.FUNCTION) {
                throw notOffered(kind(entry.importType()) + " " + qualified(entry));
            }
            found.add(link((FunctionImport) entry));
        }
        return ImportValues.builder().withFunctions(found).build();
    }

    private ImportFunction link(FunctionImport entry) throws ModuleException {
        FunctionType type = module.typeSection().getType(entry.typeIndex());
        String signature = "function " + qualified(entry) + " " + Signatures.format(type);
        Optional<List<ValueType>> parameters = Signatures.numbers(type.params());
        Optional<List<ValueType>> results = Signatures.numbers(type.returns());
        Optional<io.jwasm.wasi.host.HostFunction> function =
                parameters.isEmpty() || results.isEmpty() || results.get().size() > 1
                        ? Optional.empty()
                        : functions.find(
                                entry.module(),
                                entry.name(),
                                parameters.get(),
                                results.get().stream().findFirst());
        if (function.isPresent()) {
            WasmFunctionHandle handle = calls.handle(function.get());
            return new HostFunction(entry.module(), entry.name(), type, handle);
        }
        if (functions.offers(entry.module(), entry.name())) {
            throw new ModuleException(
                    "\"%s\" imports %s; jwasm offers a function of that name with another type"
                            .formatted(name, signature),
                    null);
        }
        throw notOffered(signature);
    }

    private ModuleException notOffered(String what) {
        String offered =
                functions.modules().isEmpty()
                        ? ""
                        : functions.modules().stream()
                                .collect(Collectors.joining(", ", " (it offers ", ")"));
        return new ModuleException(
                "\"%s\" imports %s, which jwasm does not offer%s".formatted(name, what, offered),
                null);
    }

    private static String qualified(Import entry) {
        return entry.module() + "." + entry.name();
    }

    private static String kind(ExternalType type) {
        return switch (type) {
            case FUNCTION -> "function";
            case TABLE -> "table";
            case MEMORY -> "memory";
            case GLOBAL -> "global";
            case TAG -> "exception tag";
        };
    }
}
