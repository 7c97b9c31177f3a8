package io.jwasm.core.capability;

import java.util.ArrayList;
import java.util.List;

/// What a guest is told about its run. Immutable.
///
/// @param args its arguments, args[0] first
/// @param env its environment, each `NAME=value`
/// @param cwd its working directory, which reaches it as the variable PWD: WASI preview 1 has no
///   working directory
public record ProgramCapability(List<String> args, List<String> env, String cwd) {

    private static final String PWD = "PWD=";

    /// Copies the lists.
    public ProgramCapability {
        args = List.copyOf(args);
        env = List.copyOf(env);
        if (args.isEmpty() || !cwd.startsWith("/")) {
            throw new IllegalArgumentException("a program needs a name and an absolute directory");
        }
    }

    /// The environment with the working directory in it.
    ///
    /// @return the environment; a PWD that was given stays
    public List<String> environment() {
        if (env.stream().anyMatch(variable -> variable.startsWith(PWD))) {
            return env;
        }
        List<String> all = new ArrayList<>(env);
        all.add(PWD + cwd);
        return all;
    }
}
