package io.jwasm.linux.anchor;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Poll;
import io.jwasm.linux.process.ChildEnd;
import io.jwasm.linux.process.ChildProcess;
import io.jwasm.linux.process.Pidfd;
import io.jwasm.linux.process.ProcessIdentity;
import io.jwasm.linux.process.ProcessReaper;
import io.jwasm.linux.process.SpawnRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// One container's anchor process.
///
/// It sleeps until it is killed: by [#kill], by anyone's `kill PID`, or by the kernel when the
/// thread that spawned it ends. It leads a session of its own and holds no descriptor. Thread-safe.
public final class Anchor {

    private static final int SIGKILL = 9;

    private static final long FIRST_WAIT_NANOS = 20_000;

    /// Each twice as long as the one before: 20 s in all.
    private static final int WAITS = 20;

    /// The child's number for its executable, which the anchor closes itself.
    private static final int IMAGE = 3;

    private final ProcessIdentity identity;
    private final Pidfd process;

    private Anchor(ProcessIdentity identity, Pidfd process) {
        this.identity = identity;
        this.process = process;
    }

    /// Spawns an anchor as a child of the calling thread, in that thread's namespaces.
    ///
    /// A thread that ends within microseconds of this call may leave its anchor alive, because the
    /// anchor has not yet asked to die with it: kill it when done, and take the tie to the thread
    /// as the safety net for a daemon that dies.
    ///
    /// @param image the executable
    /// @param containerId shown by `ps` as `jwasm: ID`
    /// @param reaper who reaps it and tells of its end
    /// @param onEnd told once when the anchor has ended and was reaped, on the reaper's thread
    /// @return the anchor
    /// @throws ErrnoException when it cannot be spawned, EAGAIN at the limit of processes
    /// @throws IllegalStateException on a virtual thread
    public static Anchor spawn(
            AnchorImage image, String containerId, ProcessReaper reaper, Consumer<ChildEnd> onEnd)
            throws ErrnoException {
        return spawn(containerId, Map.of(IMAGE, image.file()), reaper, onEnd);
    }

    /// Spawns an anchor as [#spawn] does, to lead the session of a terminal: it becomes the
    /// terminal's controlling process, and the keys that end a program there end it with the status
    /// of a program without handlers, whatever namespace it is in: 130 for SIGINT (Ctrl-C), 131 for
    /// SIGQUIT (Ctrl-\), and 129 for SIGHUP when the terminal is gone. It keeps no descriptor of
    /// the terminal. It has the terminal when this returns, so that no key is lost that is typed
    /// then.
    ///
    /// @param image an executable of [AnchorImage#createForTerminals]
    /// @param containerId shown by `ps` as `jwasm: ID`
    /// @param terminal the terminal, no other session's
    /// @param reaper who reaps it and tells of its end
    /// @param onEnd told once when the anchor has ended and was reaped, on the reaper's thread
    /// @return the anchor
    /// @throws ErrnoException when it cannot be spawned, ETIMEDOUT when it does not take the
    ///   terminal
    /// @throws IllegalStateException on a virtual thread
    public static Anchor spawnOnTerminal(
            AnchorImage image,
            String containerId,
            HostFd terminal,
            ProcessReaper reaper,
            Consumer<ChildEnd> onEnd)
            throws ErrnoException {
        Map<Integer, HostFd> descriptors =
                Map.of(IMAGE, image.file(), AnchorCode.TERMINAL, terminal);
        Anchor anchor = spawn(containerId, descriptors, reaper, onEnd);
        if (!anchor.awaitTerminal()) {
            anchor.kill();
            throw new ErrnoException("ioctl TIOCSCTTY", Errno.ETIMEDOUT, containerId);
        }
        return anchor;
    }

    /// Waits until it has its terminal, or has ended.
    private boolean awaitTerminal() throws ErrnoException {
        for (int i = 0; i < WAITS; i++) {
            if (identity.hasTerminal() || !identity.isAlive()) {
                return true;
            }
            LockSupport.parkNanos(FIRST_WAIT_NANOS << i);
        }
        return false;
    }

    private static Anchor spawn(
            String containerId,
            Map<Integer, HostFd> descriptors,
            ProcessReaper reaper,
            Consumer<ChildEnd> onEnd)
            throws ErrnoException {
        SpawnRequest request =
                new SpawnRequest(
                        "/proc/self/fd/" + IMAGE,
                        List.of("jwasm: " + containerId),
                        List.of(),
                        descriptors,
                        true);
        Pidfd process = ChildProcess.spawn(request);
        try {
            // Before the reaper may reap it: until then the PID cannot be another process's.
            ProcessIdentity identity =
                    ProcessIdentity.of(process.pid())
                            .orElseThrow(
                                    () -> new ErrnoException("anchor", Errno.ESRCH, containerId));
            reaper.watch(process, onEnd);
            return new Anchor(identity, process);
        } catch (ErrnoException failure) {
            discard(process);
            throw failure;
        }
    }

    private static void discard(Pidfd process) throws ErrnoException {
        try (process) {
            process.sendSignal(SIGKILL);
            process.awaitExit(Poll.INFINITE);
            process.reap();
        }
    }

    /// The anchor's PID, the task's PID.
    ///
    /// @return the process id
    public int pid() {
        return identity.pid();
    }

    /// What tells the anchor from a later bearer of its PID.
    ///
    /// @return PID and start time
    public ProcessIdentity identity() {
        return identity;
    }

    /// Kills the anchor; its end is told as that of any other.
    ///
    /// @return false when it has ended already
    /// @throws ErrnoException when the signal cannot be sent
    public boolean kill() throws ErrnoException {
        return process.sendSignal(SIGKILL);
    }

    @Override
    public String toString() {
        return "anchor " + identity.pid();
    }
}
