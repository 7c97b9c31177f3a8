package io.jwasm.bundle.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jwasm.bundle.json.Json;
import java.math.BigInteger;
import java.util.List;

/// Writes the runtime specification's JSON, for whoever makes bundles without containerd.
/// Thread-safe.
///
/// Values that are empty or not given are left out. Whether there was a seccomp profile is all that
/// is known of one, so none is written.
public final class SpecWriter {

    /// The version of the specification that is written.
    public static final String OCI_VERSION = "1.2.0";

    private SpecWriter() {}

    /// Writes a container's configuration.
    ///
    /// @param spec the configuration
    /// @return the content of config.json, in UTF-8
    public static byte[] write(RuntimeSpec spec) {
        ObjectNode config = Json.object();
        config.put("ociVersion", spec.ociVersion());
        process(config.putObject("process"), spec.process());
        ObjectNode root = config.putObject("root").put("path", spec.root().path());
        flag(root, "readonly", spec.root().isReadonly());
        text(config, "hostname", spec.hostname());
        mounts(config, spec.mounts());
        hooks(config, spec.hooks());
        if (!spec.annotations().isEmpty()) {
            spec.annotations().forEach(config.putObject("annotations")::put);
        }
        LinuxWriter.write(config, spec.linux());
        return Json.write(config);
    }

    static void text(ObjectNode parent, String name, String value) {
        if (!value.isEmpty()) {
            parent.put(name, value);
        }
    }

    static void texts(ObjectNode parent, String name, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(parent.putArray(name)::add);
        }
    }

    private static void flag(ObjectNode parent, String name, boolean value) {
        if (value) {
            parent.put(name, true);
        }
    }

    private static void process(ObjectNode node, ProcessSpec process) {
        flag(node, "terminal", process.isTerminal());
        if (process.consoleSize() != null) {
            node.putObject("consoleSize")
                    .put("width", process.consoleSize().columns())
                    .put("height", process.consoleSize().rows());
        }
        user(node.putObject("user"), process.user());
        texts(node, "args", process.args());
        texts(node, "env", process.env());
        node.put("cwd", process.cwd());
        Capabilities sets = process.capabilities();
        if (!sets.equals(Capabilities.NONE)) {
            ObjectNode capabilities = node.putObject("capabilities");
            texts(capabilities, "bounding", sets.bounding());
            texts(capabilities, "effective", sets.effective());
            texts(capabilities, "inheritable", sets.inheritable());
            texts(capabilities, "permitted", sets.permitted());
            texts(capabilities, "ambient", sets.ambient());
        }
        rlimits(node, process.rlimits());
        flag(node, "noNewPrivileges", process.hasNoNewPrivileges());
        if (process.oomScoreAdj() != null) {
            node.put("oomScoreAdj", process.oomScoreAdj());
        }
    }

    private static void user(ObjectNode node, UserSpec user) {
        if (user.username().isEmpty()) {
            node.put("uid", user.uid()).put("gid", user.gid());
        } else {
            node.put("username", user.username());
        }
        if (user.umask() != null) {
            node.put("umask", user.umask());
        }
        if (!user.additionalGids().isEmpty()) {
            user.additionalGids().forEach(node.putArray("additionalGids")::add);
        }
    }

    private static void rlimits(ObjectNode process, List<Rlimit> rlimits) {
        if (rlimits.isEmpty()) {
            return;
        }
        ArrayNode list = process.putArray("rlimits");
        for (Rlimit rlimit : rlimits) {
            list.addObject()
                    .put("type", rlimit.type())
                    .put("hard", new BigInteger(Long.toUnsignedString(rlimit.hard())))
                    .put("soft", new BigInteger(Long.toUnsignedString(rlimit.soft())));
        }
    }

    private static void mounts(ObjectNode config, List<MountSpec> mounts) {
        if (mounts.isEmpty()) {
            return;
        }
        ArrayNode list = config.putArray("mounts");
        for (MountSpec mount : mounts) {
            ObjectNode node = list.addObject().put("destination", mount.destination());
            text(node, "type", mount.type());
            text(node, "source", mount.source());
            texts(node, "options", mount.options());
        }
    }

    private static void hooks(ObjectNode config, Hooks hooks) {
        if (hooks.equals(Hooks.NONE)) {
            return;
        }
        ObjectNode node = config.putObject("hooks");
        hookList(node, "prestart", hooks.prestart());
        hookList(node, "createRuntime", hooks.createRuntime());
        hookList(node, "createContainer", hooks.createContainer());
        hookList(node, "startContainer", hooks.startContainer());
        hookList(node, "poststart", hooks.poststart());
        hookList(node, "poststop", hooks.poststop());
    }

    private static void hookList(ObjectNode parent, String name, List<Hook> hooks) {
        if (hooks.isEmpty()) {
            return;
        }
        ArrayNode list = parent.putArray(name);
        for (Hook hook : hooks) {
            ObjectNode node = list.addObject().put("path", hook.path());
            texts(node, "args", hook.args());
            texts(node, "env", hook.env());
            if (hook.timeoutSeconds() != null) {
                node.put("timeout", hook.timeoutSeconds());
            }
        }
    }
}
