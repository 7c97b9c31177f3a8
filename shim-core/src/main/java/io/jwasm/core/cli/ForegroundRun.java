package io.jwasm.core.cli;

import io.jwasm.ttrpc.TtrpcCode;
import io.jwasm.ttrpc.TtrpcException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs one container to its end with this process's streams: Create, Wait, Start, Delete.
final class ForegroundRun {

    private static final int SIGTERM = 15;
    private static final int GRACE_SECONDS = 5;

    private final Launcher launcher;
    private final String id;
    private final Path bundle;
    private final CountDownLatch finished = new CountDownLatch(1);

    ForegroundRun(Launcher launcher, String id, Path bundle) {
        this.launcher = launcher;
        this.id = id;
        this.bundle = bundle;
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
            finished.countDown();
        }
    }

    private int run(ShimClient shim) throws IOException, InterruptedException {
        StdioFifos fifos = StdioFifos.create(bundle);
        StreamPump stdout =
                StreamPump.fromGuest(fifos.stdout(), new FileOutputStream(FileDescriptor.out));
        StreamPump stderr =
                StreamPump.fromGuest(fifos.stderr(), new FileOutputStream(FileDescriptor.err));
        shim.create(bundle, fifos);
        endWithThisProcess(shim);
        StreamPump.toGuest(System.in, fifos.stdin(), () -> closeStdin(shim));
        shim.start();
        int code = shim.await();
        stdout.await();
        stderr.await();
        shim.delete();
        shim.shutdown();
        return code;
    }

    /// On SIGTERM, SIGINT and SIGHUP the JVM runs its hooks and ends with 128 + n, which is what
    /// the guest ends with too; until then it has to be killed and removed.
    private void endWithThisProcess(ShimClient shim) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    if (finished.getCount() > 0) {
                                        kill(shim);
                                    }
                                },
                                "stop guest"));
    }

    private void kill(ShimClient shim) {
        try {
            shim.kill(SIGTERM);
            if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("jwasm: container \"" + id + "\" did not end in time");
            }
        } catch (TtrpcException _) {
            // It has ended in the meantime.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeStdin(ShimClient shim) {
        try {
            shim.closeStdin();
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
