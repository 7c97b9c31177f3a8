package io.jwasm.core.config;

/// How containers are divided among daemons.
///
/// The launcher decides by it, from the same file in its own words (`read_word`), before there is a
/// daemon.
public enum Isolation {
    /// One daemon for all containers of a containerd address and namespace.
    SHARED,
    /// One for each pod of CRI, in the pod's control group; one for each container without a pod.
    POD,
    /// One for each container, in its control group.
    CONTAINER
}
