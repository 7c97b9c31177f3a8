package io.jwasm.bundle.spec;

import io.jwasm.linux.terminal.WindowSize;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A process,
/// [process](https://github.com/opencontainers/runtime-spec/blob/main/config.md#process): a
/// container's init process, or an exec process. Immutable.
///
/// @param args the arguments, at least one, as config.json has them
/// @param env the environment, each `NAME=value`
/// @param cwd the working directory, absolute
/// @param user whom it runs as
/// @param isTerminal whether its standard streams are a terminal
/// @param consoleSize how large the terminal is at first, or null when nobody has said
/// @param capabilities the capability sets, kept and not yet applied
/// @param rlimits resource limits, kept and not yet applied
/// @param hasNoNewPrivileges whether it can gain no privileges
/// @param oomScoreAdj the OOM killer's score adjustment, or null when it is to stay as it is
public record ProcessSpec(
        List<String> args,
        List<String> env,
        String cwd,
        UserSpec user,
        boolean isTerminal,
        @Nullable WindowSize consoleSize,
        Capabilities capabilities,
        List<Rlimit> rlimits,
        boolean hasNoNewPrivileges,
        @Nullable Integer oomScoreAdj) {

    /// What `docker run --init` puts before the arguments: an init that Docker mounts there.
    private static final List<String> DOCKERS_INIT = List.of("/sbin/docker-init", "--");

    /// Copies the lists.
    public ProcessSpec {
        args = List.copyOf(args);
        env = List.copyOf(env);
        rlimits = List.copyOf(rlimits);
        if (args.isEmpty()) {
            throw new IllegalArgumentException("args must not be empty");
        }
    }

    /// Makes a process of user 0 without a terminal and without capabilities.
    ///
    /// @param args the arguments, at least one
    /// @param env the environment, each `NAME=value`
    /// @param cwd the working directory, absolute
    /// @return the process
    public static ProcessSpec of(List<String> args, List<String> env, String cwd) {
        return new ProcessSpec(
                args,
                env,
                cwd,
                UserSpec.ROOT,
                false,
                null,
                Capabilities.NONE,
                List.of(),
                true,
                null);
    }

    /// Replaces the user.
    ///
    /// @param replacement whom it runs as instead
    /// @return a copy with this user
    public ProcessSpec withUser(UserSpec replacement) {
        return new ProcessSpec(
                args,
                env,
                cwd,
                replacement,
                isTerminal,
                consoleSize,
                capabilities,
                rlimits,
                hasNoNewPrivileges,
                oomScoreAdj);
    }

    /// Replaces the capability sets.
    ///
    /// @param replacement the sets to have instead
    /// @return a copy with these sets
    public ProcessSpec withCapabilities(Capabilities replacement) {
        return new ProcessSpec(
                args,
                env,
                cwd,
                user,
                isTerminal,
                consoleSize,
                replacement,
                rlimits,
                hasNoNewPrivileges,
                oomScoreAdj);
    }

    /// Looks an environment variable up; of several with one name the last counts, as in `getenv`
    /// after `putenv`.
    ///
    /// @param name its name
    /// @return its value, or empty when it is not set
    public Optional<String> variable(String name) {
        String prefix = name + "=";
        return env.reversed().stream()
                .filter(variable -> variable.startsWith(prefix))
                .map(variable -> variable.substring(prefix.length()))
                .findFirst();
    }

    /// The program and what it is told. An init of Docker's before it is left out: it forwards
    /// signals to processes and waits for their orphans, and a guest is no process.
    ///
    /// @return the arguments, at least one; the first names the module
    public List<String> program() {
        int skipped = DOCKERS_INIT.size();
        boolean isUnderInit =
                args.size() > skipped && args.subList(0, skipped).equals(DOCKERS_INIT);
        return isUnderInit ? args.subList(skipped, args.size()) : args;
    }
}
