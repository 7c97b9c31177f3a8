package io.jwasm.wasi.engine.module;

import com.dylibso.chicory.wasm.Parser;
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
import java.io.ByteArrayInputStream;
import java.util.Map;

/// Puts a module together from its sections, without the custom ones: debugging information is the
/// larger part of many modules, and nothing here reads it.
///
/// The decoder's own way of collecting also computes a digest that we have already. Confined to one
/// thread.
final class SectionCollector implements ParserListener {

    private final WasmModule.Builder module = WasmModule.builder();
    private CodeSection code = CodeSection.builder().build();

    /// Reads a module's bytes, without validating them.
    static SectionCollector read(byte[] bytes) {
        SectionCollector collector = new SectionCollector();
        Parser.builder()
                .withCustomParsers(Map.of())
                .build()
                .parse(new ByteArrayInputStream(bytes), collector);
        return collector;
    }

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
            case CodeSection bodies -> code = bodies;
            case DataSection data -> module.setDataSection(data);
            case DataCountSection count -> module.setDataCountSection(count);
            case TagSection tags -> module.setTagSection(tags);
            default -> {} // custom sections
        }
    }

    CodeSection code() {
        return code;
    }

    /// Validates and gives the module.
    WasmModule build() {
        return build(code);
    }

    /// Validates and gives the module with another code section.
    WasmModule build(CodeSection other) {
        return module.setCodeSection(other).build();
    }
}
