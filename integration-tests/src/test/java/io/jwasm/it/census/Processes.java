package io.jwasm.it.census;

import io.jwasm.it.peer.Containerd;
import io.jwasm.it.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The shims of one containerd and what they started, from `/proc`, see proc(5).
final class Processes {
    /// Threads that the JVM starts and ends as it sees fit, and the one of the daemon's own
    /// cleaner, which comes with the first module that is kept on disk; names are cut to 15 bytes
    /// by the kernel.
    private static final Pattern JVM_THREAD =
            Pattern.compile(
                    "java|GC Thread.*|G1 .*|VM .*|C[12] Compiler.*|Signal"
                        + " Dispatch|Finalizer|Reference"
                        + " Handl|Common-Cleaner|ForkJoinPool.*|Monitor Deflati|Service"
                        + " Thread|Attach Listener|Notification Th|process reaper"
                        + "|Cleaner-0|(Read|Write|Master)?-?Poller.*|VirtualThread.*|JFR.*|Sig.*");

    /// Files that the JVM opens when it first needs a class or a library of them, and those of
    /// modules that the daemon keeps.
    private static final Pattern JVM_FILE =
            Pattern.compile(
                    ".*\\.(jar|so|aot|jsa|log|data)|.*/lib/modules|.*/jwasm/cache/.*|/dev/(u?random|null)");

    private Processes() {}

    static List<Long> shims(Containerd containerd) {
        return ProcessTable.belongingTo(containerd.home().toString()).stream()
                .filter(pid -> pid != containerd.pid())
                .filter(pid -> !isClient(pid))
                .toList();
    }

    /// `ctr` and `docker` come and go, and say nothing about the shim.
    private static boolean isClient(long pid) {
        return ProcessTable.name(pid)
                .map(Pattern.compile("ctr|docker|dockerd").asMatchPredicate()::test)
                .orElse(true);
    }

    static List<String> named(List<Long> pids) {
        return pids.stream()
                .filter(ProcessTable::isAlive)
                .map(pid -> pid + " " + ProcessTable.name(pid).orElse("?"))
                .toList();
    }

    static List<String> threads(List<Long> pids) {
        return each(pids, "task", Processes::threadName)
                .filter(name -> !JVM_THREAD.matcher(name).matches())
                .toList();
    }

    static List<String> descriptors(List<Long> pids) {
        return each(pids, "fd", Processes::target)
                .filter(target -> !JVM_FILE.matcher(target).matches())
                .toList();
    }

    private static Stream<String> each(
            List<Long> pids, String folder, Function<Path, Stream<String>> read) {
        return pids.stream()
                .map(pid -> Path.of("/proc", Long.toString(pid), folder))
                .flatMap(Processes::list)
                .flatMap(read);
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList().stream();
        } catch (IOException _) {
            return Stream.empty(); // The process has ended.
        }
    }

    private static Stream<String> threadName(Path thread) {
        try {
            return Stream.of(Files.readString(thread.resolve("comm")).strip());
        } catch (IOException _) {
            return Stream.empty(); // The thread has ended.
        }
    }

    private static Stream<String> target(Path descriptor) {
        try {
            return Stream.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException _) {
            return Stream.empty(); // It has been closed.
        }
    }
}
