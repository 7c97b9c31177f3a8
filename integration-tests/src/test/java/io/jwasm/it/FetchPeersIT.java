package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.peer.Peers;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `scripts/fetch-peers`: what it says when nothing is to be had, and when two run at once.
class FetchPeersIT {
    /// Port 9, discard: nobody listens there.
    private static final String DEAD_MIRROR = "http://127.0.0.1:9/debian";

    private final Path cache;

    FetchPeersIT(@TempDir Path cache) {
        this.cache = cache;
    }

    @Test
    void deadMirrorIsNamedWithAStatusOfItsOwn() {
        Outcome outcome = fetch(Map.of("JWASM_DEBIAN_MIRROR", DEAD_MIRROR), "tools");

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(69);
        assertThat(outcome.error()).contains("cannot be had").contains(DEAD_MIRROR);
        assertThat(cache.resolve("tools")).doesNotExist();
    }

    @Test
    void unknownPartIsRefused() {
        Outcome outcome = fetch(Map.of(), "containerd-0.1");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.error()).contains("'containerd-0.1'");
    }

    @Test
    void twoAtOnceFetchEachPartOnce() {
        Path known = Peers.require("runc"); // Skips where nothing can be fetched.
        // The package lists are the long part of a fetch: take those that are here already.
        Command.of("cp", "-al", known.resolveSibling("apt").toString(), cache.toString()).run();
        List<CompletableFuture<Outcome>> both =
                Stream.generate(() -> CompletableFuture.supplyAsync(() -> fetch(Map.of(), "runc")))
                        .limit(2)
                        .toList();

        List<Outcome> outcomes = both.stream().map(CompletableFuture::join).toList();

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.exitCode()).isZero());
        assertThat(outcomes.getFirst().text()).isEqualTo(outcomes.getLast().text());
        assertThat(cache.resolve("runc/usr/sbin/runc")).isExecutable();
    }

    private Outcome fetch(Map<String, String> environment, String part) {
        Path project = Path.of(System.getProperty("jwasm.it.project", ".."));
        String script = project.resolve("scripts/fetch-peers").toString();
        return Command.of(script, "--cache", cache.toString(), part)
                .with(environment)
                .within(Duration.ofMinutes(4))
                .run();
    }
}
