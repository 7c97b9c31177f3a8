package io.jwasm.core.cli;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.io.Fifo;
import java.nio.file.Path;

/// The three FIFOs between this process and the shim, as a containerd client makes them.
///
/// @param stdin the guest's standard input
/// @param stdout its standard output
/// @param stderr its standard error
record StdioFifos(Path stdin, Path stdout, Path stderr) {

    private static final int MODE = 0600;

    /// Makes the FIFOs in a directory.
    static StdioFifos create(Path directory) throws ErrnoException {
        StdioFifos fifos =
                new StdioFifos(
                        directory.resolve("stdin"),
                        directory.resolve("stdout"),
                        directory.resolve("stderr"));
        Fifo.make(fifos.stdin.toString(), MODE);
        Fifo.make(fifos.stdout.toString(), MODE);
        Fifo.make(fifos.stderr.toString(), MODE);
        return fifos;
    }
}
