package io.jwasm.core.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The lock that one daemon holds for its life; the kernel gives it up when the process ends,
/// however it ends.
public final class DaemonLock implements AutoCloseable {

    private final FileChannel channel;

    private DaemonLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock when nobody has it.
    ///
    /// @param state the daemon's directory
    /// @return the lock; empty when another daemon holds it
    /// @throws IOException when the lock file cannot be opened
    public static Optional<DaemonLock> tryAcquire(StateDirectory state) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        state.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null; // Held within this very process, as tests do.
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new DaemonLock(channel));
    }

    /// Gives the lock up.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
