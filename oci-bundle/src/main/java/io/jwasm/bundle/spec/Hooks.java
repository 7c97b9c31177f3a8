package io.jwasm.bundle.spec;

import java.util.List;

/// Commands that run at points of the life cycle,
/// [hooks](https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks).
///
/// @param prestart after Create made the namespaces, before Start; deprecated, dockerd 26 uses it
/// @param createRuntime as `prestart`, and after it
/// @param createContainer as `createRuntime`, in the container's namespaces
/// @param startContainer before the process runs, in the container's namespaces
/// @param poststart after the process started
/// @param poststop after the container was deleted
public record Hooks(
        List<Hook> prestart,
        List<Hook> createRuntime,
        List<Hook> createContainer,
        List<Hook> startContainer,
        List<Hook> poststart,
        List<Hook> poststop) {

    /// No hooks.
    public static final Hooks NONE =
            new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /// Copies the lists.
    public Hooks {
        prestart = List.copyOf(prestart);
        createRuntime = List.copyOf(createRuntime);
        createContainer = List.copyOf(createContainer);
        startContainer = List.copyOf(startContainer);
        poststart = List.copyOf(poststart);
        poststop = List.copyOf(poststop);
    }
}
