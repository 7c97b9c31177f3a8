package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.jwasm.wasi.engine.WasmModule;
import java.util.List;
import java.util.stream.IntStream;

/// A loaded module as the container layer sees it. Immutable.
///
/// @param shared what its guests share
public record ModuleView(SharedModule shared) implements WasmModule {

    private static final long PAGE_BYTES = 64 << 10;

    /// 4 GiB, which 32-bit addresses reach.
    private static final long MAX_PAGES = 1 << 16;

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

    @Override
    public List<MemoryRange> memories() {
        return shared.decoded().memorySection().stream()
                .flatMap(section ->
                        IntStream.range(0, section.memoryCount())
                                .mapToObj(i -> section.getMemory(i).limits()))
                .map(limits -> new MemoryRange(bytes(limits.initialPages()), maximum(limits)))
                .toList();
    }

    private static long maximum(MemoryLimits limits) {
        return bytes(Math.min(Integer.toUnsignedLong(limits.maximumPages()), MAX_PAGES));
    }

    private static long bytes(long pages) {
        return pages * PAGE_BYTES;
    }
}
