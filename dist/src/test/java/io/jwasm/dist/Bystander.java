package io.jwasm.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that does nothing: stands in for a daemon or an anchor.
record Bystander(Process process) implements AutoCloseable {

    // Places in the line of proc_pid_stat(5), counted from behind the name.
    private static final int STATE = 0;
    private static final int START_TIME = 19;

    static Bystander start() throws IOException {
        return new Bystander(new ProcessBuilder("sleep", "1000").start());
    }

    long pid() {
        return process.pid();
    }

    /// `PID STARTTIME`, as the state files identify a process.
    String identity() throws IOException {
        return pid() + " " + startTime();
    }

    long startTime() throws IOException {
        return Long.parseLong(fields(pid())[START_TIME]);
    }

    static boolean isZombie(long pid) throws IOException {
        return fields(pid)[STATE].equals("Z");
    }

    private static String[] fields(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
