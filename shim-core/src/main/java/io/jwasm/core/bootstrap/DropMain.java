package io.jwasm.core.bootstrap;

import io.jwasm.core.transport.ttrpc.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Asks the live daemon to kill and remove a task, for the launcher's `delete` after a create that
/// failed half-way. Prints the serialised DeleteResponse.
public final class DropMain {

    private static final String SCHEME = "unix://";

    private DropMain() {}

    /// Runs the program: `-state DIR -id ID`.
    ///
    /// @param args the words
    /// @throws IOException when no daemon can be reached
    /// @throws InterruptedException when the waiting is given up
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 4 || !args[0].equals("-state") || !args[2].equals("-id")) {
            System.err.println("usage: DropMain -state DIR -id ID");
            System.exit(2);
        }
        String address = Files.readAllLines(Path.of(args[1], "daemon")).getFirst();
        if (!address.startsWith(SCHEME)) {
            throw new IOException("address \"" + address + "\" is no unix socket");
        }
        System.out.write(ControlClient.drop(Path.of(address.substring(SCHEME.length())), args[3]));
        System.out.flush();
    }
}
