package io.jwasm.core.bootstrap;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.CreateTask;
import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.config.Isolation;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Whose daemon it is, as the launcher has decided. Immutable.
///
/// @param isolation how containers are divided among daemons
/// @param ofFile what the launcher has found in the configuration file; empty where it did not look
/// @param group the pod or the container it belongs to; empty for the daemon of all
record DaemonScope(Isolation isolation, Optional<Isolation> ofFile, Optional<String> group) {

    /// The daemon of all, when nobody looked for anything else.
    static final DaemonScope SHARED =
            new DaemonScope(Isolation.SHARED, Optional.empty(), Optional.empty());

    /// For how long a daemon without containers stays that is one pod's: containerd's last calls
    /// follow on Delete at once.
    private static final Duration LAST_CALLS = Duration.ofMillis(100);

    /// Reads what the launcher tells.
    ///
    /// @throws IllegalArgumentException when it is none of the words
    static DaemonScope of(
            Optional<String> isolation, Optional<String> ofFile, Optional<String> group) {
        return new DaemonScope(
                isolation.map(DaemonScope::word).orElse(Isolation.SHARED),
                ofFile.map(DaemonScope::word),
                group);
    }

    private static Isolation word(String text) {
        return Isolation.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// Refuses a configuration that says what the launcher, which reads the plain form alone, has
    /// not seen.
    ///
    /// @throws ConfigException when it does
    void require(Configuration configuration) {
        if (ofFile.isPresent() && ofFile.get() != configuration.isolation()) {
            throw new ConfigException(
                    "isolation must be on a line of its own before the first table, as in isolation = \"%s\""
                            .formatted(configuration.isolation().name().toLowerCase(Locale.ROOT)));
        }
    }

    /// For how long a daemon without containers stays.
    Duration linger(Duration configured) {
        return group.isPresent() ? LAST_CALLS : configured;
    }

    /// Refuses a container that has a daemon of its own to expect. The CRI plugin of containerd 2
    /// gives all containers of a pod to the daemon of its first, without asking the launcher.
    ///
    /// @throws ShimException.FailedPrecondition when it is another than this daemon's
    void admit(CreateTask request) {
        if (isolation == Isolation.CONTAINER
                && group.isPresent()
                && !group.get().equals(request.id().value())) {
            throw new ShimException.FailedPrecondition(
                    "container \"%s\": isolation is \"container\", but containerd gives it to the daemon of \"%s\"; its pods need isolation = \"pod\""
                            .formatted(request.id(), group.get()));
        }
    }
}
