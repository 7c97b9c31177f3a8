package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How an image wants to be run,
/// [config](https://github.com/opencontainers/image-spec/blob/main/config.md). Immutable.
///
/// @param entrypoint the first arguments
/// @param cmd the arguments after them, unless others are given
/// @param env the environment, each `NAME=value`
/// @param workingDir the working directory, absolute, or empty for `/`
/// @param user `USER[:GROUP]` by name or number, or empty for 0
/// @param labels arbitrary metadata
/// @param platform what it is made for
public record ImageConfig(
        List<String> entrypoint,
        List<String> cmd,
        List<String> env,
        String workingDir,
        String user,
        Map<String, String> labels,
        Platform platform) {

    /// Copies the collections.
    public ImageConfig {
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        env = List.copyOf(env);
        labels = Map.copyOf(labels);
    }

    /// Makes the least configuration of an image.
    ///
    /// @param platform what it is made for
    /// @param entrypoint what it runs
    /// @return a configuration with nothing else
    public static ImageConfig of(Platform platform, List<String> entrypoint) {
        return new ImageConfig(entrypoint, List.of(), List.of(), "", "", Map.of(), platform);
    }

    /// Puts the arguments together.
    ///
    /// @param given what the user says in place of `cmd`, or nothing
    /// @return the entrypoint, then what was given or else `cmd`; may be empty
    public List<String> args(List<String> given) {
        List<String> args = new ArrayList<>(entrypoint);
        args.addAll(given.isEmpty() ? cmd : given);
        return args;
    }

    ImageConfig withEntrypoint(List<String> replacement) {
        return new ImageConfig(replacement, cmd, env, workingDir, user, labels, platform);
    }

    ImageConfig withPlatform(Platform replacement) {
        return new ImageConfig(entrypoint, cmd, env, workingDir, user, labels, replacement);
    }

    /// Reads the configuration of an image, or of an artifact that has less.
    static ImageConfig of(JsonValue document) throws BundleException {
        JsonValue config = document.field("config");
        return new ImageConfig(
                config.field("Entrypoint").texts(),
                config.field("Cmd").texts(),
                config.field("Env").variables(),
                config.field("WorkingDir").text(),
                config.field("User").text(),
                config.field("Labels").textMap(),
                new Platform(document.field("os").text(), document.field("architecture").text()));
    }
}
