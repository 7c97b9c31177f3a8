package io.jwasm.core.cli;

import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Future;

/// Runs one container to its end with this process's streams and signals: Create, Wait, Start,
/// Delete.
final class ForegroundRun {

    private static final int SIGPIPE = 13;

    private final Launcher launcher;
    private final String id;
    private final Path bundle;
    private final StopSignals signals;

    ForegroundRun(Launcher launcher, String id, Path bundle, StopSignals signals) {
        this.launcher = launcher;
        this.id = id;
        this.bundle = bundle;
        this.signals = signals;
    }

    /// Runs it.
    ///
    /// @return the guest's exit code
    int run() throws CommandFailure, InterruptedException {
        Path socket = launcher.start(id, bundle);
        try (ShimClient shim = ShimClient.connect(socket, id)) {
            return run(shim);
        } catch (TtrpcException failure) {
            throw new CommandFailure(exitCode(failure.code()), failure.status().message());
        } catch (IOException cause) {
            throw new CommandFailure("no connection to the shim at " + socket, cause);
        } finally {
            launcher.delete(id, bundle);
        }
    }

    private int run(ShimClient shim) throws IOException, InterruptedException {
        StdioFifos fifos = StdioFifos.create(bundle);
        StreamPump stdout = output(shim, fifos.stdout(), FileDescriptor.out);
        StreamPump stderr = output(shim, fifos.stderr(), FileDescriptor.err);
        shim.create(bundle, fifos);
        StreamPump.toGuest(
                new FileInputStream(FileDescriptor.in),
                fifos.stdin(),
                () -> unlessEnded(shim::closeStdin));
        Future<Integer> exit = shim.exit();
        shim.start();
        signals.handTo(number -> unlessEnded(() -> shim.kill(number)));
        int code = shim.await(exit);
        stdout.await();
        stderr.await();
        shim.delete();
        shim.shutdown();
        return code;
    }

    /// A process that writes where nobody reads gets SIGPIPE; so does the guest.
    private static StreamPump output(ShimClient shim, Path fifo, FileDescriptor target) {
        return StreamPump.fromGuest(
                fifo, new FileOutputStream(target), () -> unlessEnded(() -> shim.kill(SIGPIPE)));
    }

    private interface Call {
        void run() throws InterruptedException;
    }

    private static void unlessEnded(Call call) {
        try {
            call.run();
        } catch (TtrpcException _) {
            // It has ended in the meantime.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static int exitCode(TtrpcCode code) {
        return switch (code) {
            case NOT_FOUND -> CommandFailure.NOT_FOUND;
            case INVALID_ARGUMENT -> CommandFailure.NOT_RUNNABLE;
            default -> CommandFailure.FAILED;
        };
    }
}
