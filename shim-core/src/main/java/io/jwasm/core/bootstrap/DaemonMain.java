package io.jwasm.core.bootstrap;

import io.jwasm.core.config.ConfigSource;
import io.jwasm.core.config.Configuration;
import java.io.IOException;
import java.util.Optional;

/// The daemon's program. The launcher starts it when no daemon is alive; containerd and `jwasm`
/// then talk to it on the socket that it names in the file `daemon`.
///
/// It answers on no stream: whoever starts it waits for the file. When there is a daemon already it
/// ends at once with status 0.
public final class DaemonMain {

    private DaemonMain() {}

    /// Runs the program: `-namespace NS -address PATH -state DIR [-config FILE] [-ttrpc-address
    /// PATH] [-bundle DIR] [-cache DIR] [-isolation WORD] [-isolation-of-file WORD] [-group ID]
    /// [-protocol WORD] [-protocol-of-file WORD] [-debug]`.
    ///
    /// @param args the words
    /// @throws IOException when the state directory or the socket cannot be made
    /// @throws InterruptedException never
    public static void main(String[] args) throws IOException, InterruptedException {
        DaemonArguments arguments = DaemonArguments.parse(args);
        Optional<Claim> claim = Claim.take(arguments);
        if (claim.isEmpty()) {
            return;
        }
        Daemon daemon = new Daemon(arguments, () -> configuration(arguments), claim.get());
        // SIGTERM and SIGINT end here, as does the exit below.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(daemon), "shutdown"));
        serveGrpc(daemon);
        daemon.awaitIdle();
        System.exit(0);
    }

    /// A containerd that is to speak gRPC can do nothing with a daemon that does not: it tells why
    /// in the file that the launcher shows, and goes.
    private static void serveGrpc(Daemon daemon) {
        try {
            daemon.serveGrpc();
        } catch (IOException | LinkageError failure) {
            System.err.println("jwasm: gRPC cannot be served: " + failure);
            System.exit(1);
        }
    }

    private static Configuration configuration(DaemonArguments arguments) {
        Configuration read =
                Configuration.read(
                        ConfigSource.ofSystem(arguments.config()),
                        Runtime.getRuntime().maxMemory());
        arguments.scope().require(read);
        arguments.protocol().require(read);
        return read;
    }

    private static void close(Daemon daemon) {
        try {
            daemon.close();
        } catch (IOException failure) {
            // The process ends all the same; the next daemon clears away what is left.
            System.err.println("jwasm: " + failure);
        }
    }
}
