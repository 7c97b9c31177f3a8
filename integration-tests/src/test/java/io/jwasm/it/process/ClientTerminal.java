package io.jwasm.it.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A client's program on a terminal of its own, of 100 columns and 30 rows, at which the test types
/// and looks. script(1) makes it.
///
/// One thread types; another reads what is shown.
public final class ClientTerminal implements AutoCloseable {
    /// Ctrl-C.
    public static final String INTERRUPT = "\003";

    /// Ctrl-D: the end of the input.
    public static final String END = "\004";

    /// Ctrl-\.
    public static final String QUIT = "\034";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern DEVICE = Pattern.compile("^(/dev/pts/\\d+)\n");

    private static final Pattern LINE_END = Pattern.compile("\r+\n");

    private final Process script;

    @GuardedBy("this")
    private final StringBuilder shown = new StringBuilder();

    private ClientTerminal(Process script) {
        this.script = script;
    }

    /// Starts a program on a terminal.
    ///
    /// @param command the program
    /// @return the terminal; closing it kills the program
    public static ClientTerminal start(Command command) {
        String line =
                command.line().stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        String shell = "tty; stty columns 100 rows 30; exec " + line;
        List<String> all = new ArrayList<>(List.of("script", "--quiet", "--return"));
        all.addAll(List.of("--command", shell, "/dev/null"));
        Command onTerminal =
                new Command(
                        all,
                        command.environment(),
                        command.input(),
                        command.beforeInput(),
                        command.limit(),
                        command.folder());
        ClientTerminal terminal = new ClientTerminal(onTerminal.start());
        Thread.ofPlatform().daemon().name("screen").start(terminal::read);
        return terminal;
    }

    private void read() {
        byte[] bytes = new byte[1 << 16];
        try (InputStream output = script.getInputStream()) {
            for (int n = output.read(bytes); n > 0; n = output.read(bytes)) {
                append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private synchronized void append(String more) {
        shown.append(more);
    }

    /// What is shown so far.
    ///
    /// @return the text, whose lines end with `\n` alone, without the first line, which names the
    ///   terminal
    public String shown() {
        return DEVICE.matcher(all()).replaceFirst("");
    }

    /// The terminal's device.
    ///
    /// @return its path
    public Path device() {
        await("\n");
        Matcher matcher = DEVICE.matcher(all());
        if (!matcher.find()) {
            throw new IllegalStateException("no terminal: " + all());
        }
        return Path.of(matcher.group(1));
    }

    /// Some clients leave it to their terminal to begin lines, though the guest's has done it.
    private synchronized String all() {
        return LINE_END.matcher(shown).replaceAll("\n");
    }

    /// Changes the size, as a window that is drawn larger.
    ///
    /// @param columns characters in a line
    /// @param rows lines
    public void resize(int columns, int rows) {
        Command.of(
                        "stty",
                        "-F",
                        device().toString(),
                        "columns",
                        Integer.toString(columns),
                        "rows",
                        Integer.toString(rows))
                .run()
                .orThrow();
    }

    /// Types.
    ///
    /// @param keys what is typed
    public void type(String keys) {
        try {
            OutputStream input = script.getOutputStream();
            input.write(keys.getBytes(StandardCharsets.ISO_8859_1));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until a text is shown.
    ///
    /// @param text the text; its lines end with `\n` alone
    public void await(String text) {
        Eventually.require(
                LIMIT, () -> all().contains(text), () -> "\"%s\" in: %s".formatted(text, all()));
    }

    /// Waits for the program's end.
    ///
    /// @return its exit code
    public int exitCode() {
        try {
            if (!script.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("has not ended: " + all());
            }
            return script.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Kills the program.
    @Override
    public void close() {
        script.destroyForcibly().onExit().join();
    }
}
