package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.ParserListener;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.DataCountSection;
import com.dylibso.chicory.wasm.types.DataSection;
import com.dylibso.chicory.wasm.types.ElementSection;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.FunctionSection;
import com.dylibso.chicory.wasm.types.GlobalSection;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.Section;
import com.dylibso.chicory.wasm.types.StartSection;
import com.dylibso.chicory.wasm.types.TableSection;
import com.dylibso.chicory.wasm.types.TagSection;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;

/// Puts a module together from its sections, without the custom ones: debugging information is the
/// larger part of many modules, and nothing here reads it.
///
/// Of the name section it keeps the bytes. The decoder's own way of collecting also computes a
/// digest that we have already.
final class SectionCollector implements ParserListener {

    private static final byte[] NO_NAMES = {};

    private final WasmModule.Builder module = WasmModule.builder();
    private byte[] nameSection = NO_NAMES;

    @Override
    public void onSection(Section section) {
        switch (section) {
            case TypeSection types -> module.setTypeSection(types);
            case ImportSection imports -> module.setImportSection(imports);
            case FunctionSection functions -> module.setFunctionSection(functions);
            case TableSection tables -> module.setTableSection(tables);
            case MemorySection memories -> module.setMemorySection(memories);
            case GlobalSection globals -> module.setGlobalSection(globals);
            case ExportSection exports -> module.setExportSection(exports);
            case StartSection start -> module.setStartSection(start);
            case ElementSection elements -> module.setElementSection(elements);
            case CodeSection code -> module.setCodeSection(code);
            case DataSection data -> module.setDataSection(data);
            case DataCountSection count -> module.setDataCountSection(count);
            case TagSection tags -> module.setTagSection(tags);
            case UnknownCustomSection custom when custom.name().equals("name") ->
                    nameSection = custom.bytes();
            default -> {} // other custom sections
        }
    }

    /// Validates and gives the module.
    WasmModule build() {
        return module.build();
    }

    byte[] nameSection() {
        return nameSection;
    }
}
