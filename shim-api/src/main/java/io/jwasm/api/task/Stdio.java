package io.jwasm.api.task;

/// Where a process's streams come from and go to, as containerd names them.
///
/// Each is the path of a FIFO that the client has made, a URI (`file:///…`), or the empty string
/// for none.
///
/// @param stdin source of standard input
/// @param stdout sink of standard output
/// @param stderr sink of standard error; empty on a terminal
/// @param isTerminal whether the process has a terminal
public record Stdio(String stdin, String stdout, String stderr, boolean isTerminal) {

    /// No streams at all, as the pause container of a pod has it.
    public static final Stdio NONE = new Stdio("", "", "", false);
}
