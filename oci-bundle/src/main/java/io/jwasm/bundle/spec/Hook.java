package io.jwasm.bundle.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command that runs at a point of the life cycle and gets the container's state on its standard
/// input,
/// [hooks](https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks).
///
/// @param path the executable, absolute
/// @param args its arguments, args[0] included, or empty
/// @param env its whole environment, each `NAME=value`
/// @param timeoutSeconds how long it may take, or null when it may take any time
public record Hook(
        String path, List<String> args, List<String> env, @Nullable Integer timeoutSeconds) {

    /// Copies the lists.
    public Hook {
        args = List.copyOf(args);
        env = List.copyOf(env);
    }
}
