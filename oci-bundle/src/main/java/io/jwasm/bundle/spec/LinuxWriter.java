package io.jwasm.bundle.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Writes the `linux` object of config.json.
final class LinuxWriter {

    private LinuxWriter() {}

    static void write(ObjectNode config, LinuxSpec linux) {
        if (linux.equals(LinuxSpec.NONE)) {
            return;
        }
        ObjectNode node = config.putObject("linux");
        if (!linux.namespaces().isEmpty()) {
            ArrayNode list = node.putArray("namespaces");
            for (NamespaceSpec namespace : linux.namespaces()) {
                ObjectNode entry = list.addObject().put("type", namespace.type().specName());
                SpecWriter.text(entry, "path", namespace.path());
            }
        }
        SpecWriter.text(node, "cgroupsPath", linux.cgroupsPath());
        resources(node, linux.resources());
        SpecWriter.texts(node, "maskedPaths", linux.maskedPaths());
        SpecWriter.texts(node, "readonlyPaths", linux.readonlyPaths());
    }

    private static void resources(ObjectNode linux, ResourcesSpec resources) {
        if (resources.equals(ResourcesSpec.NONE)) {
            return;
        }
        ObjectNode node = linux.putObject("resources");
        if (!resources.memory().equals(ResourcesSpec.NONE.memory())) {
            ObjectNode memory = node.putObject("memory");
            number(memory, "limit", resources.memory().limit());
            number(memory, "reservation", resources.memory().reservation());
            number(memory, "swap", resources.memory().swap());
        }
        if (!resources.cpu().equals(ResourcesSpec.NONE.cpu())) {
            cpu(node.putObject("cpu"), resources.cpu());
        }
        if (resources.pidsLimit() != null) {
            number(node.putObject("pids"), "limit", resources.pidsLimit());
        }
    }

    private static void cpu(ObjectNode node, ResourcesSpec.Cpu cpu) {
        number(node, "shares", cpu.shares());
        number(node, "quota", cpu.quotaMicros());
        number(node, "period", cpu.periodMicros());
        number(node, "burst", cpu.burstMicros());
        SpecWriter.text(node, "cpus", cpu.cpus());
        SpecWriter.text(node, "mems", cpu.mems());
    }

    private static void number(ObjectNode parent, String name, @Nullable Long value) {
        if (value != null) {
            parent.put(name, value);
        }
    }
}
