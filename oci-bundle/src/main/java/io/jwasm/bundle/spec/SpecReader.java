package io.jwasm.bundle.spec;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.json.JsonValue;
import io.jwasm.linux.ByteText;
import io.jwasm.linux.terminal.WindowSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the runtime specification's JSON and checks it. Thread-safe.
///
/// Each complaint is a [BundleException] of kind `INVALID_ARGUMENT` that names the document, the
/// place in it and the value: `config.json: process.cwd "x" is not absolute`.
public final class SpecReader {

    /// The most bytes that a document may have. The largest real ones, with a seccomp profile and
    /// hundreds of mounts, stay below 200 kB.
    public static final int SIZE_LIMIT_BYTES = 8 << 20;

    private static final long UID_MAX = 0xffff_ffffL;

    private SpecReader() {}

    /// Reads a container's configuration.
    ///
    /// @param json the content of config.json
    /// @return the configuration
    /// @throws BundleException when it is not valid
    public static RuntimeSpec readConfig(byte[] json) throws BundleException {
        JsonValue config = parse("config.json", json);
        return new RuntimeSpec(
                config.field("ociVersion").text(),
                process(config.required("process")),
                new RootSpec(
                        rootPath(config.required("root").field("path")),
                        config.field("root").field("readonly").flag()),
                config.field("hostname").text(),
                mounts(config.field("mounts")),
                hooks(config.field("hooks")),
                config.field("annotations").textMap(),
                LinuxReader.read(config.field("linux")));
    }

    /// The one path that is handed to Java's own files, which take text alone.
    private static String rootPath(JsonValue path) throws BundleException {
        String text = path.nonEmptyText();
        if (ByteText.hasBytes(text)) {
            throw path.fault("is not UTF-8");
        }
        return text;
    }

    /// Reads the process of an exec request.
    ///
    /// @param json the JSON of a `process` object
    /// @return the process
    /// @throws BundleException when it is not valid
    public static ProcessSpec readProcess(byte[] json) throws BundleException {
        return process(parse("process specification", json));
    }

    /// Reads the limits of an update request.
    ///
    /// @param json the JSON of a `linux.resources` object
    /// @return the limits
    /// @throws BundleException when they are not valid
    public static ResourcesSpec readResources(byte[] json) throws BundleException {
        return LinuxReader.resources(parse("resources", json));
    }

    private static JsonValue parse(String document, byte[] json) throws BundleException {
        return JsonValue.parse(document, json, SIZE_LIMIT_BYTES);
    }

    private static ProcessSpec process(JsonValue process) throws BundleException {
        List<String> args = process.field("args").texts();
        if (args.isEmpty()) {
            throw process.field("args").fault("must not be empty");
        }
        process.field("args").elements().getFirst().nonEmptyText();
        return new ProcessSpec(
                args,
                process.field("env").variables(),
                process.field("cwd").absolutePath(),
                user(process.field("user")),
                process.field("terminal").flag(),
                consoleSize(process.field("consoleSize")),
                capabilities(process.field("capabilities")),
                rlimits(process.field("rlimits")),
                process.field("noNewPrivileges").flag(),
                process.field("oomScoreAdj").smallNumber(-1000, 1000));
    }

    private static @Nullable WindowSize consoleSize(JsonValue size) throws BundleException {
        if (!size.isPresent()) {
            return null;
        }
        return new WindowSize(
                (int) size.field("width").numberOr(0, 0, WindowSize.MAX),
                (int) size.field("height").numberOr(0, 0, WindowSize.MAX));
    }

    private static UserSpec user(JsonValue user) throws BundleException {
        List<Long> groups = new ArrayList<>();
        for (JsonValue group : user.field("additionalGids").elements()) {
            groups.add(group.numberOr(0, 0, UID_MAX));
        }
        return new UserSpec(
                user.field("uid").numberOr(0, 0, UID_MAX),
                user.field("gid").numberOr(0, 0, UID_MAX),
                user.field("umask").smallNumber(0, 07777),
                groups,
                user.field("uid").isPresent() ? "" : user.field("username").text());
    }

    private static Capabilities capabilities(JsonValue sets) throws BundleException {
        return new Capabilities(
                sets.field("bounding").texts(),
                sets.field("effective").texts(),
                sets.field("inheritable").texts(),
                sets.field("permitted").texts(),
                sets.field("ambient").texts());
    }

    private static List<Rlimit> rlimits(JsonValue list) throws BundleException {
        List<Rlimit> rlimits = new ArrayList<>();
        for (JsonValue rlimit : list.elements()) {
            rlimits.add(
                    new Rlimit(
                            rlimit.field("type").nonEmptyText(),
                            rlimit.field("soft").unsigned(),
                            rlimit.field("hard").unsigned()));
        }
        return rlimits;
    }

    private static List<MountSpec> mounts(JsonValue list) throws BundleException {
        List<MountSpec> mounts = new ArrayList<>();
        for (JsonValue mount : list.elements()) {
            mounts.add(
                    new MountSpec(
                            ContainerPath.of(mount.field("destination").nonEmptyText()),
                            mount.field("type").text(),
                            mount.field("source").text(),
                            mount.field("options").texts()));
        }
        return mounts;
    }

    private static Hooks hooks(JsonValue hooks) throws BundleException {
        return new Hooks(
                hookList(hooks.field("prestart")),
                hookList(hooks.field("createRuntime")),
                hookList(hooks.field("createContainer")),
                hookList(hooks.field("startContainer")),
                hookList(hooks.field("poststart")),
                hookList(hooks.field("poststop")));
    }

    private static List<Hook> hookList(JsonValue list) throws BundleException {
        List<Hook> hooks = new ArrayList<>();
        for (JsonValue hook : list.elements()) {
            hooks.add(
                    new Hook(
                            hook.field("path").absolutePath(),
                            hook.field("args").texts(),
                            hook.field("env").variables(),
                            hook.field("timeout").smallNumber(1, Integer.MAX_VALUE)));
        }
        return hooks;
    }
}
