package io.jwasm.it.peer;

import io.jwasm.it.process.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// What containerd publishes, as `ctr events` prints it: a time, the namespace, the topic and the
/// event as JSON. Thread-safe.
public final class EventLog implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process ctr;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private EventLog(Process ctr) {
        this.ctr = ctr;
        this.reader = Thread.ofPlatform().name("ctr events").start(this::read);
    }

    /// Subscribes to a containerd's events; all that are published after the return are seen.
    ///
    /// @param containerd the containerd
    /// @return the running subscription
    public static EventLog of(Containerd containerd) {
        EventLog log = new EventLog(containerd.ctr(List.of("events")).start());
        // A subscription is not acknowledged: publish something until it comes back.
        Eventually.require(
                LIMIT,
                () -> {
                    String mark = "seen=" + System.nanoTime();
                    containerd.ctr("namespaces", "label", "default", mark).orThrow();
                    return !log.lines.isEmpty();
                },
                () -> "ctr events printed nothing");
        return log;
    }

    private void read() {
        try (BufferedReader output = ctr.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException _) {
            // Closed.
        }
    }

    /// Waits for an event.
    ///
    /// @param topic for example `/tasks/exit`
    /// @param id the container
    /// @return the line
    public String await(String topic, String id) {
        Predicate<String> matches =
                line -> line.contains(" " + topic + " ") && line.contains("\"" + id + "\"");
        Eventually.require(
                LIMIT,
                () -> lines.stream().anyMatch(matches),
                () -> "no " + topic + " of " + id + " among " + lines);
        return lines.stream().filter(matches).findFirst().orElseThrow();
    }

    /// Returns the topics that a container's events had, in order.
    ///
    /// @param id the container
    /// @return the topics that begin with `/tasks/`
    public List<String> taskTopics(String id) {
        return lines.stream()
                .filter(line -> line.contains("\"" + id + "\""))
                .flatMap(line -> List.of(line.split(" ", -1)).stream())
                .filter(word -> word.startsWith("/tasks/"))
                .toList();
    }

    /// Ends the subscription.
    @Override
    public void close() {
        ctr.destroyForcibly();
        try {
            reader.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
