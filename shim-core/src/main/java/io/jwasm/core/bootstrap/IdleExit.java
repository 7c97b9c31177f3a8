package io.jwasm.core.bootstrap;

import io.jwasm.core.container.Containers;
import io.jwasm.core.state.DaemonFile;
import io.jwasm.core.state.PendingClaims;
import java.io.IOException;
import java.time.Duration;

/// Decides when a daemon without containers may go.
///
/// The launcher makes its claim, then reads the file `daemon`; here the file is removed first and
/// the claims are looked at then. So either the launcher finds no file and starts another daemon,
/// or its claim is seen here and this daemon stays.
final class IdleExit {

    /// Between two looks at a claim, whose Create is on its way.
    private static final Duration SHORTEST = Duration.ofMillis(200);

    private final Containers containers;
    private final DaemonFile file;
    private final PendingClaims claims;
    private final Duration linger;

    IdleExit(Containers containers, DaemonFile file, PendingClaims claims, Duration linger) {
        this.containers = containers;
        this.file = file;
        this.claims = claims;
        this.linger = linger;
    }

    /// Waits until the daemon may go; it takes no containers any more then.
    ///
    /// @throws IOException when the state directory cannot be read or written
    /// @throws InterruptedException when it is told to end meanwhile
    void await() throws IOException, InterruptedException {
        Duration missing = missing();
        while (missing.isPositive() || !isUnclaimed()) {
            Thread.sleep(missing.compareTo(SHORTEST) > 0 ? missing : SHORTEST);
            missing = missing();
        }
    }

    /// A claim that is there already keeps the daemon open for its Create.
    private Duration missing() throws IOException {
        return claims.hasFresh() ? SHORTEST : containers.closeWhenIdle(linger);
    }

    private boolean isUnclaimed() throws IOException {
        file.remove();
        if (!claims.hasFresh()) {
            return true;
        }
        containers.reopen();
        file.write();
        return false;
    }
}
