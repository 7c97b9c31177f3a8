package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import io.jwasm.wasi.engine.WasmModule;
import java.util.List;
import java.util.stream.IntStream;

/// A loaded module as the container layer sees it. Immutable.
///
/// @param shared what its guests share
public record ModuleView(SharedModule shared) implements WasmModule {

    @Override
    public String digest() {
        return shared.digest();
    }

    @Override
    public List<String> imports() {
        return shared.decoded().importSection().stream()
                .map(entry -> entry.module() + "." + entry.name())
                .toList();
    }

    @Override
    public List<String> exportedFunctions() {
        ExportSection exports = shared.decoded().exportSection();
        return IntStream.range(0, exports.exportCount())
                .mapToObj(exports::getExport)
                .filter(export -> export.exportType() == ExternalType.FUNCTION)
                .map(Export::name)
                .toList();
    }
}
