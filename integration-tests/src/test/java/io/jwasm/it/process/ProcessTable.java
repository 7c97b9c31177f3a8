package io.jwasm.it.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks processes up in `/proc`, see proc(5).
public final class ProcessTable {
    private ProcessTable() {}

    /// Lists the processes that carry a text in their command line or their environment, and their
    /// descendants; the running JVM is left out.
    ///
    /// @param text what to look for, for example the folder of one containerd
    /// @return their identifiers
    public static List<Long> belongingTo(String text) {
        List<ProcessHandle> roots =
                ProcessHandle.allProcesses()
                        .filter(process -> process.pid() != ProcessHandle.current().pid())
                        .filter(process -> mentions(process.pid(), text))
                        .toList();
        List<Long> all = new ArrayList<>();
        for (ProcessHandle root : roots) {
            all.add(root.pid());
            root.descendants().map(ProcessHandle::pid).forEach(all::add);
        }
        return all.stream().distinct().sorted().toList();
    }

    private static boolean mentions(long pid, String text) {
        return read(pid, "cmdline").contains(text) || read(pid, "environ").contains(text);
    }

    /// Returns the name of a process's program.
    ///
    /// @param pid the process
    /// @return its `comm`, or nothing when it has ended
    public static Optional<String> name(long pid) {
        String name = read(pid, "comm").strip();
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /// Returns the command line of a process.
    ///
    /// @param pid the process
    /// @return its arguments, separated by spaces; empty when it has ended
    public static String commandLine(long pid) {
        return read(pid, "cmdline").replace('\0', ' ').strip();
    }

    /// Returns whether a process lives; one that has ended and is not reaped yet does not.
    ///
    /// @param pid the process
    /// @return whether it lives
    public static boolean isAlive(long pid) {
        String stat = read(pid, "stat");
        int afterName = stat.lastIndexOf(')');
        return afterName > 0 && stat.charAt(afterName + 2) != 'Z';
    }

    private static String read(long pid, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return ""; // It has ended.
        }
    }
}
