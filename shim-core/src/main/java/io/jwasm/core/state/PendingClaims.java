package io.jwasm.core.state;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The launcher's claims: containers whose `start` has been asked for and whose Create is still to
/// come. Thread-safe.
///
/// The launcher makes a claim before it reads the file `daemon`; a daemon that wants to go removes
/// `daemon` before it looks for claims. So one of the two sees the other.
public final class PendingClaims {

    /// containerd's time limit for dialling a new shim, after which no Create will come any more
    /// (`cmd/containerd-shim` client, 100 s).
    static final Duration LIFETIME = Duration.ofSeconds(100);

    private final StateDirectory state;
    private final InstantSource clock;

    /// Creates the view of a daemon's directory.
    ///
    /// @param state the daemon's directory
    /// @param clock tells how old a claim is
    public PendingClaims(StateDirectory state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /// Looks for a claim that a Create may still follow, and removes those that are too old.
    ///
    /// @return true when there is one
    /// @throws IOException when the directory cannot be read
    public boolean hasFresh() throws IOException {
        Instant oldest = clock.instant().minus(LIFETIME);
        boolean isFresh = false;
        try (DirectoryStream<Path> claims = Files.newDirectoryStream(state.pending())) {
            for (Path claim : claims) {
                isFresh |= isFresh(claim, oldest);
            }
        } catch (NoSuchFileException _) {
            return false; // The directory was removed under us, and no launcher finds us any more.
        }
        return isFresh;
    }

    private static boolean isFresh(Path claim, Instant oldest) throws IOException {
        try {
            if (Files.getLastModifiedTime(claim).toInstant().isAfter(oldest)) {
                return true;
            }
            Files.deleteIfExists(claim);
            return false;
        } catch (NoSuchFileException _) {
            return false; // Its `delete` came meanwhile.
        }
    }
}
