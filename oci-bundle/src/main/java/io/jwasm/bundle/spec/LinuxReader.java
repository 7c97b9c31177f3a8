package io.jwasm.bundle.spec;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Reads the `linux` object of config.json.
final class LinuxReader {

    /// The specification's "no limit", which Docker and the CRI write for a limit that was taken
    /// away.
    private static final long NO_LIMIT = -1;

    private LinuxReader() {}

    static LinuxSpec read(JsonValue linux) throws BundleException {
        return new LinuxSpec(
                namespaces(linux.field("namespaces")),
                linux.field("cgroupsPath").text(),
                resources(linux.field("resources")),
                linux.field("seccomp").isPresent(),
                linux.field("maskedPaths").texts(),
                linux.field("readonlyPaths").texts());
    }

    static ResourcesSpec resources(JsonValue resources) throws BundleException {
        JsonValue memory = resources.field("memory");
        return new ResourcesSpec(
                new ResourcesSpec.Memory(
                        memory.field("limit").number(NO_LIMIT, Long.MAX_VALUE),
                        memory.field("reservation").number(NO_LIMIT, Long.MAX_VALUE),
                        memory.field("swap").number(NO_LIMIT, Long.MAX_VALUE)),
                cpu(resources.field("cpu")),
                resources.field("pids").field("limit").number(NO_LIMIT, Long.MAX_VALUE));
    }

    private static ResourcesSpec.Cpu cpu(JsonValue cpu) throws BundleException {
        return new ResourcesSpec.Cpu(
                cpu.field("shares").number(0, Long.MAX_VALUE),
                cpu.field("quota").number(NO_LIMIT, Long.MAX_VALUE),
                cpu.field("period").number(0, Long.MAX_VALUE),
                cpu.field("burst").number(0, Long.MAX_VALUE),
                cpu.field("cpus").text(),
                cpu.field("mems").text());
    }

    private static List<NamespaceSpec> namespaces(JsonValue list) throws BundleException {
        List<NamespaceSpec> namespaces = new ArrayList<>();
        Set<NamespaceType> seen = EnumSet.noneOf(NamespaceType.class);
        for (JsonValue namespace : list.elements()) {
            NamespaceType type = namespaceType(namespace.field("type"));
            if (!seen.add(type)) {
                throw namespace
                        .field("type")
                        .fault("\"%s\" is listed twice".formatted(type.specName()));
            }
            JsonValue path = namespace.field("path");
            namespaces.add(
                    new NamespaceSpec(type, path.text().isEmpty() ? "" : path.absolutePath()));
        }
        return namespaces;
    }

    private static NamespaceType namespaceType(JsonValue type) throws BundleException {
        String name = type.nonEmptyText();
        return NamespaceType.find(name)
                .orElseThrow(
                        () -> type.fault(JsonValue.quote(name) + " is not a type of namespace"));
    }
}
