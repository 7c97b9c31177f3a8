package io.jwasm.core.stdio;

import static io.jwasm.linux.OpenFlags.O_APPEND;
import static io.jwasm.linux.OpenFlags.O_CREAT;
import static io.jwasm.linux.OpenFlags.O_NOCTTY;
import static io.jwasm.linux.OpenFlags.O_NONBLOCK;
import static io.jwasm.linux.OpenFlags.O_RDONLY;
import static io.jwasm.linux.OpenFlags.O_WRONLY;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.Stdio;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.linux.io.Fifo;
import io.jwasm.linux.terminal.WindowSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The standard streams of one container: the guest reads and writes the client's FIFOs themselves,
/// nothing is pumped. Only where it has a terminal ([GuestTerminal]) does it read and write that,
/// and a thread copies between the terminal and the FIFOs.
///
/// Of each FIFO the other end is held too, the *keeper*. The one of standard input makes that the
/// guest sees the end of it only after [#closeStdin]. Those of the outputs make that a guest never
/// meets EPIPE when the client leaves; they are held until the container is deleted, so that what
/// is still in the FIFO when the guest has ended is there for a client that comes back. The rules
/// are those of containerd's own shim (`cmd/containerd-shim-runc-v2/process/io.go`).
///
/// Thread-safe: closing a stream from another thread than the guest's is limited to keepers, whose
/// numbers nobody else uses, and to the time after the guest has ended.
public final class ContainerStreams implements AutoCloseable {

    private static final String NOTHING = "/dev/null";
    private static final int LOG_FILE_MODE = 0644;

    private final List<HostFd> outputs = new ArrayList<>();
    private final List<HostFd> rest = new ArrayList<>();
    private final HostFd stdin;
    private final HostFd stdout;
    private final HostFd stderr;
    private final @Nullable GuestTerminal terminal;
    private @Nullable HostFd stdinKeeper;

    private ContainerStreams(Stdio stdio) {
        try {
            HostFd input = openInput(stdio.stdin());
            HostFd output = openOutput("stdout", stdio.stdout());
            if (stdio.isTerminal()) {
                GuestTerminal opened = openTerminal(stdio.stdin().isEmpty() ? null : input, output);
                terminal = opened;
                stdin = stdout = stderr = opened.slave();
                return;
            }
            terminal = null;
            stdin = input;
            stdout = output;
            // One open file for both, so that a log file has one position.
            stderr =
                    stdio.stderr().equals(stdio.stdout())
                            ? output
                            : openOutput("stderr", stdio.stderr());
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /// Opens the streams. Does not wait for the client to open its ends.
    ///
    /// @param stdio what containerd gave
    /// @return the streams
    /// @throws ShimException when one cannot be opened; then none stays open
    public static ContainerStreams open(Stdio stdio) {
        return new ContainerStreams(stdio);
    }

    /// Standard input.
    ///
    /// @return a descriptor for reading
    public HostFd stdin() {
        return stdin;
    }

    /// Standard output.
    ///
    /// @return a descriptor for writing
    public HostFd stdout() {
        return stdout;
    }

    /// Standard error, the same descriptor as [#stdout] when both go to the same place.
    ///
    /// @return a descriptor for writing
    public HostFd stderr() {
        return stderr;
    }

    /// The terminal that the streams are.
    ///
    /// @return the guest's end of it, or null when they are none
    public @Nullable HostFd terminal() {
        return terminal == null ? null : terminal.slave();
    }

    /// Starts to copy between the terminal and the client's FIFOs; does nothing without a terminal.
    ///
    /// @param size the terminal's first size, or null for none
    /// @param name the name of the thread that copies
    /// @param threads runs it on a platform thread of its own that nothing has boxed
    /// @param onHangUp called at most once when the client will type no more; must not block
    /// @throws ErrnoException when there is no descriptor left
    public void copyTerminal(
            @Nullable WindowSize size, String name, Executor threads, Runnable onHangUp)
            throws ErrnoException {
        if (terminal != null) {
            if (size != null) {
                resize(size);
            }
            terminal.copy(name, threads, onHangUp);
        }
    }

    /// Makes the terminal its user's alone; does nothing without a terminal.
    ///
    /// @param userId the user that the guest runs as
    /// @throws ErrnoException when the kernel refuses
    public void giveTo(long userId) throws ErrnoException {
        if (terminal != null) {
            terminal.giveTo(userId);
        }
    }

    /// Tells how large the terminal is shown; does nothing without a terminal.
    ///
    /// @param size the size
    public void resize(WindowSize size) {
        if (terminal != null) {
            terminal.resize(size);
        }
    }

    /// Takes the terminal away from the guest, which has ended, and waits for a moment until what
    /// it has written is in the client's FIFO; does nothing without a terminal.
    public void drain() {
        if (terminal != null) {
            terminal.drain();
        }
    }

    /// Lets the guest see the end of its input as soon as the client has closed its end too; a
    /// terminal counts as hung up then. A second call does nothing.
    public void closeStdin() {
        if (stdinKeeper != null) {
            stdinKeeper.close();
        }
    }

    /// Closes the guest's ends of the outputs, so that the client's reads come to an end. Only
    /// after the guest has ended. That of a terminal ends when all is copied.
    public void closeOutputs() {
        if (terminal == null) {
            outputs.forEach(HostFd::close);
        }
    }

    /// Closes everything. A second call does nothing.
    @Override
    public void close() {
        if (terminal != null) {
            terminal.close();
        }
        outputs.forEach(HostFd::close);
        rest.reversed().forEach(HostFd::close);
    }

    private static GuestTerminal openTerminal(@Nullable HostFd input, HostFd output) {
        try {
            return GuestTerminal.open(input, output);
        } catch (ErrnoException failure) {
            throw translate("terminal", "/dev/ptmx", failure);
        }
    }

    private HostFd openInput(String text) {
        return switch (StreamTarget.parse("stdin", text)) {
            case StreamTarget.None() -> kept(open("stdin", NOTHING, O_RDONLY));
            case StreamTarget.Existing(String path) ->
                    isFifo("stdin", path)
                            ? openInputFifo(path)
                            : kept(open("stdin", path, O_RDONLY | O_NOCTTY | O_NONBLOCK));
            case StreamTarget.LogFile(String path) ->
                    throw new ShimException.InvalidArgument(
                            "stdin \"%s\" is a log file".formatted(path));
        };
    }

    private HostFd openInputFifo(String path) {
        try {
            Fifo fifo = Fifo.forReading(path);
            stdinKeeper = kept(fifo.keeper());
            return kept(fifo.end());
        } catch (ErrnoException failure) {
            throw translate("stdin", path, failure);
        }
    }

    private HostFd openOutput(String name, String text) {
        HostFd opened =
                switch (StreamTarget.parse(name, text)) {
                    case StreamTarget.None() -> open(name, NOTHING, O_WRONLY);
                    case StreamTarget.Existing(String path) ->
                            isFifo(name, path)
                                    ? openOutputFifo(name, path)
                                    : open(name, path, O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK);
                    case StreamTarget.LogFile(String path) ->
                            open(name, path, O_WRONLY | O_APPEND | O_CREAT);
                };
        outputs.add(opened);
        return opened;
    }

    private HostFd openOutputFifo(String name, String path) {
        try {
            Fifo fifo = Fifo.forWriting(path);
            kept(fifo.keeper());
            return fifo.end();
        } catch (ErrnoException failure) {
            throw translate(name, path, failure);
        }
    }

    private static boolean isFifo(String name, String path) {
        try {
            return Fifo.isFifo(path);
        } catch (ErrnoException failure) {
            throw translate(name, path, failure);
        }
    }

    private static HostFd open(String name, String path, int flags) {
        try {
            return Descriptors.open(path, flags, LOG_FILE_MODE);
        } catch (ErrnoException failure) {
            throw translate(name, path, failure);
        }
    }

    private HostFd kept(HostFd fd) {
        rest.add(fd);
        return fd;
    }

    private static ShimException translate(String name, String path, ErrnoException failure) {
        String message = "%s \"%s\": %s".formatted(name, path, failure.getMessage());
        return switch (failure.errno()) {
            case Errno.ENOENT, Errno.ENOTDIR -> new ShimException.NotFound(message, failure);
            case Errno.EACCES, Errno.EPERM, Errno.EROFS ->
                    new ShimException.PermissionDenied(message, failure);
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.ENOSPC ->
                    new ShimException.ResourceExhausted(message, failure);
            default -> new ShimException.InvalidArgument(message, failure);
        };
    }
}
