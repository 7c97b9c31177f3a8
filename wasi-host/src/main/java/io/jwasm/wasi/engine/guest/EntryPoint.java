package io.jwasm.wasi.engine.guest;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import io.jwasm.wasi.engine.ModuleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks the function that a guest is to begin with.
final class EntryPoint {

    /// How many exports a message lists; a library may have thousands.
    private static final int MAX_LISTED = 20;

    private EntryPoint() {}

    static void check(WasmModule module, String name, String function) throws ModuleException {
        List<Export> exports = functions(module);
        Optional<Export> entry =
                exports.stream().filter(export -> export.name().equals(function)).findFirst();
        if (entry.isEmpty()) {
            throw new ModuleException(
                    "\"%s\" exports no function \"%s\"; %s"
                            .formatted(name, function, listed(exports)),
                    null);
        }
        FunctionType type = type(module, entry.get().index());
        if (!type.params().isEmpty()) {
            throw new ModuleException(
                    "\"%s\" cannot begin with function \"%s\" %s: it takes parameters"
                            .formatted(name, function, Signatures.format(type)),
                    null);
        }
    }

    private static List<Export> functions(WasmModule module) {
        List<Export> functions = new ArrayList<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            if (export.exportType() == ExternalType.FUNCTION) {
                functions.add(export);
            }
        }
        return functions;
    }

    private static String listed(List<Export> exports) {
        if (exports.isEmpty()) {
            return "it exports no functions at all";
        }
        List<String> names =
                new ArrayList<>(exports.stream().limit(MAX_LISTED).map(Export::name).toList());
        if (exports.size() > MAX_LISTED) {
            names.add("… (%d in all)".formatted(exports.size()));
        }
        return "it exports: " + String.join(", ", names);
    }

    private static FunctionType type(WasmModule module, int function) {
        List<Import> imports =
                module.importSection().stream()
                        .filter(entry -> entry.importType() == ExternalType.FUNCTION)
                        .toList();
        int index =
                function < imports.size()
                        ? ((FunctionImport) imports.get(function)).typeIndex()
                        : module.functionSection().getFunctionType(function - imports.size());
        return module.typeSection().getType(index);
    }
}
