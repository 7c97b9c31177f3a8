package io.jwasm.core.cli.text;

import io.jwasm.linux.fs.TransferBuffer;
import io.jwasm.wasi.engine.Progress;
import java.io.PrintStream;

/// Shows how far a compilation is: on a terminal a bar that grows, elsewhere a line for each tenth.
public final class ProgressLine implements Progress {

    private static final int STANDARD_ERROR = 2;
    private static final int ROOM_BYTES = 128; // struct termios
    private static final int WIDTH = 30;
    private static final int WHOLE = 100;
    private static final int STEP = 10;
    private static final String CLEAR = "\r\033[K"; // ECMA-48, erase in line

    private final PrintStream out;
    private final String name;
    private final boolean isTerminal;
    private int shown = -1;

    /// Creates the line.
    ///
    /// @param out what to print to
    /// @param name what is compiled
    /// @param isTerminal whether somebody looks at it who sees a line change
    public ProgressLine(PrintStream out, String name, boolean isTerminal) {
        this.out = out;
        this.name = name;
        this.isTerminal = isTerminal;
    }

    /// Tells whether standard error is a terminal.
    ///
    /// @return whether it is
    public static boolean isErrorTerminal() {
        try (TransferBuffer buffer = new TransferBuffer(ROOM_BYTES)) {
            return buffer.isTerminal(STANDARD_ERROR);
        }
    }

    @Override
    public void at(int functions, int all) {
        int percent = all == 0 ? WHOLE : (int) ((long) functions * WHOLE / all);
        int step = isTerminal ? percent : percent / STEP * STEP;
        if (step <= shown) {
            return;
        }
        shown = step;
        if (isTerminal) {
            int full = percent * WIDTH / WHOLE;
            String bar = "#".repeat(full) + ".".repeat(WIDTH - full);
            out.printf(
                    "%s%s [%s] %3d %%, %d of %d functions",
                    CLEAR, name, bar, percent, functions, all);
        } else {
            out.printf("%s: %d %%, %d of %d functions%n", name, step, functions, all);
        }
        out.flush();
    }

    /// Wipes the bar.
    public void finish() {
        if (isTerminal && shown >= 0) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
