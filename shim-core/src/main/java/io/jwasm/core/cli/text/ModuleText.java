package io.jwasm.core.cli.text;

import io.jwasm.bundle.rootfs.EntryPoint;
import io.jwasm.core.capability.CapabilityText;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.WasmModule;
import io.jwasm.wasi.engine.offline.ModuleFacts;
import io.jwasm.wasi.engine.offline.Workshop;
import java.util.ArrayList;
import java.util.List;

/// Describes a module for people.
public final class ModuleText {

    /// More names than that help nobody.
    private static final int MAX_NAMES = 20;

    private ModuleText() {}

    /// Describes the module of an entry point, or says why it is none.
    ///
    /// @param entry the entry point
    /// @param engine how a daemon would take it, and where its cache is
    /// @return the description, some lines
    public static String of(EntryPoint entry, EngineConfig engine) {
        StringBuilder text = new StringBuilder("module\n");
        line(text, "file", entry.path());
        try {
            Workshop workshop = new Workshop(engine, news -> line(text, "cache", news));
            ModuleFacts facts = workshop.examine(entry.file(), entry.path());
            WasmModule module = facts.module();
            line(text, "sha256", module.digest());
            line(text, "size", ByteCount.format(facts.sizeBytes()));
            line(text, "entry", entry.function());
            list(text, "memory", module.memories().stream().map(ModuleText::memory).toList());
            list(text, "imports", module.imports());
            list(text, "exports", module.exportedFunctions());
            list(text, "proposals", facts.proposals());
            list(text, "interpreted", interpreted(facts));
            line(text, "cached", facts.isCached() ? "yes" : "no");
        } catch (ModuleException fault) {
            line(text, "fault", String.valueOf(fault.getMessage()));
        }
        return text.toString();
    }

    private static List<String> interpreted(ModuleFacts facts) {
        if (facts.interpreted().isEmpty()) {
            return List.of("not known before it is compiled");
        }
        ModuleFacts.Interpreted functions = facts.interpreted().get();
        List<String> lines = new ArrayList<>();
        functions.tooLarge().forEach(name -> lines.add(name + " (too large for the compiler)"));
        functions.tailCallers().forEach(name -> lines.add(name + " (makes tail calls)"));
        if (lines.size() <= MAX_NAMES) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, MAX_NAMES));
        first.add("and %d more".formatted(lines.size() - MAX_NAMES));
        return first;
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
