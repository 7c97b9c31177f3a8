package io.jwasm.core.cli;

import io.jwasm.bundle.rootfs.EntryPoint;
import io.jwasm.core.capability.CapabilityText;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.MemoryLedger;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.Tier;
import io.jwasm.wasi.engine.WasmEngine;
import io.jwasm.wasi.engine.WasmModule;
import io.jwasm.wasi.engine.guest.ChicoryEngine;
import io.jwasm.wasi.preview1.Preview1;
import java.util.List;

/// Describes a module for people.
final class ModuleText {

    private ModuleText() {}

    /// Describes the module of an entry point, or says why it is none.
    static String of(EntryPoint entry) {
        StringBuilder text = new StringBuilder("module\n");
        line(text, "file", entry.path());
        try (WasmEngine engine =
                ChicoryEngine.create(
                        EngineConfig.defaults().withTier(Tier.INTERPRETER),
                        MemoryLedger.ofCapacity(Long.MAX_VALUE),
                        Preview1::create)) {
            WasmModule module = engine.load(entry.file(), entry.path());
            line(text, "sha256", module.digest());
            line(text, "entry", entry.function());
            list(text, "memory", module.memories().stream().map(ModuleText::memory).toList());
            list(text, "imports", module.imports());
            list(text, "exports", module.exportedFunctions());
        } catch (ModuleException fault) {
            line(text, "fault", String.valueOf(fault.getMessage()));
        }
        return text.toString();
    }

    private static String memory(WasmModule.MemoryRange memory) {
        return "%s, at most %s"
                .formatted(
                        CapabilityText.bytes(memory.initialBytes()),
                        CapabilityText.bytes(memory.maximumBytes()));
    }

    private static void list(StringBuilder text, String name, List<String> values) {
        if (values.isEmpty()) {
            line(text, name, "none");
        }
        for (int i = 0; i < values.size(); i++) {
            line(text, i == 0 ? name : "", values.get(i));
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-12s %s\n".formatted(name, value));
    }
}
