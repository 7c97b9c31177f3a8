package io.jwasm.it.census;

import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.MountTable;
import io.jwasm.it.process.Eventually;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What there is of each kind at one moment; immutable.
///
/// @param found the things, by kind
public record Census(Map<Kind, List<String>> found) {
    /// Copies the map.
    public Census {
        found = Map.copyOf(found);
    }

    /// Nothing: waiting for it gives what has begun to end the time to do so.
    ///
    /// @return an empty census
    public static Census none() {
        return new Census(Map.of());
    }

    /// Counts all that belongs to one containerd.
    ///
    /// @param containerd the containerd
    /// @return what there is now
    public static Census of(Containerd containerd) {
        Map<Kind, List<String>> found = new EnumMap<>(Kind.class);
        List<Long> shims = Processes.shims(containerd);
        found.put(Kind.MOUNT, MountTable.below(containerd.home()));
        found.put(Kind.PROCESS, Processes.named(shims));
        found.put(Kind.THREAD, Processes.threads(shims));
        found.put(Kind.DESCRIPTOR, Processes.descriptors(shims));
        found.putAll(StateFiles.of(containerd));
        return new Census(found);
    }

    /// Waits until there is no more of any kind than there was: some things end a moment after the
    /// answer to `ctr`.
    ///
    /// @param containerd the containerd
    /// @param before what there was
    /// @param limit how long to wait at most
    /// @return what there is at the end of the wait
    public static Census settled(Containerd containerd, Census before, Duration limit) {
        AtomicReference<Census> last = new AtomicReference<>(of(containerd));
        Eventually.holds(
                limit,
                () -> {
                    last.set(of(containerd));
                    return last.get().beyond(before).isEmpty();
                });
        return last.get();
    }

    /// Names what there is more of than there was, with all things of that kind that are new.
    ///
    /// @param before what there was
    /// @return one line for each kind; empty when nothing was left behind
    public List<String> beyond(Census before) {
        return Stream.of(Kind.values())
                .filter(kind -> count(kind) > before.count(kind))
                .map(kind -> kind + ": " + more(before, kind))
                .toList();
    }

    private List<String> more(Census before, Kind kind) {
        List<String> known = before.found.getOrDefault(kind, List.of());
        return found.getOrDefault(kind, List.of()).stream()
                .filter(thing -> !known.contains(thing))
                .toList();
    }

    private int count(Kind kind) {
        return found.getOrDefault(kind, List.of()).size();
    }

    /// The counts, for people.
    ///
    /// @return one line
    public String counts() {
        return Stream.of(Kind.values())
                .map(kind -> kind + " " + count(kind))
                .collect(Collectors.joining(", "));
    }
}
